/* Mouse, fingers and keys on a map; and what it follows: its size, the page's colours, whether it is to be seen. */
function bindPointer(self) {
  const { parts } = self, canvas = d3.select(parts.events);
  // A page is scrolled through: the wheel zooms only with Ctrl (as a pinch on a touchpad sends it), one finger scrolls.
  const zoom = d3.zoom().scaleExtent([FARTHEST, CLOSEST]).clickDistance(4)
    .filter((event) => (event.type === "wheel" ? event.ctrlKey || event.metaKey : event.type.startsWith("touch") ? event.touches.length > 1 : !event.button))
    .on("zoom", (event) => {
      self.transform = event.transform;
      touch(self, 4);
    });
  canvas.call(zoom);
  self.zoomBy = (factor) => zoom.scaleBy(canvas, factor);
  self.zoomHome = () => zoom.transform(canvas, d3.zoomIdentity);
  self.moveTo = (x, y) => zoom.translateTo(canvas, x, y);
  for (const [words, label, act] of [["+", "Zoom in", () => self.zoomBy(1.6)], ["−", "Zoom out", () => self.zoomBy(1 / 1.6)], ["○", "Whole map", () => self.zoomHome()]]) {
    const button = make("button", "clock-button", words);
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    parts.zoom.append(button);
  }
  const at = (event) => {
    const box = parts.events.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  parts.events.addEventListener("click", (event) => {
    const found = pickAt(self, ...at(event));
    pickEvents(self, found.events, found.ground);
  });
  let hovering = 0;
  parts.events.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons || hovering) return;
    hovering = window.requestAnimationFrame(() => {
      hovering = 0;
      const { events, ground } = pickAt(self, ...at(event));
      parts.events.style.cursor = events.length ? "pointer" : "grab";
      const names = events.slice(0, 3).map((e) => labelOf(self.scene, e)), more = events.length > 3 ? ` and ${events.length - 3} more` : "";
      const held = ground.length ? self.scene.holdings[self.map.pieces.holding[ground[0].n]].words : "";
      parts.events.title = [names.join("; ") + more, held].filter(Boolean).join("\n");
    });
  });
  parts.list.addEventListener("change", () => {
    const e = Number(parts.list.value);
    if (e >= 0) showEvent(self, e);
  });
  parts.others.addEventListener("change", () => {
    self.others = parts.others.checked;
    chooseClaim(self, self.claim);
  });
  return [() => canvas.on(".zoom", null)];
}

/* Picks an event and brings it into view if it lies outside. */
function showEvent(self, e) {
  const { glyphs } = self, g = glyphs.first[e] < glyphs.first[e + 1] ? glyphs.of[glyphs.first[e]] : -1;
  if (g >= 0) {
    const view = viewOf(self), x = glyphs.x[g] * view.k + view.x, y = glyphs.y[g] * view.k + view.y;
    const css = self.parts.events.clientWidth / WIDE;
    if (x < 0 || y < 0 || x > view.wide || y > view.tall) self.moveTo(glyphs.x[g] * css, glyphs.y[g] * css);
  }
  pickEvents(self, [e], []);
}

function stepEvent(self, by) {
  const { shown } = self.tally || { shown: [] };
  if (!shown.length) return;
  const at = shown.indexOf(self.picked);
  showEvent(self, shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]);
}

function bindKeys(self) {
  const { clock, parts } = self, { state } = clock;
  const keys = {
    ArrowLeft: () => clock.go(state.day - 1),
    ArrowRight: () => clock.go(state.day + 1),
    PageUp: () => clock.go(state.day - 7),
    PageDown: () => clock.go(state.day + 7),
    Home: () => clock.go(clock.first),
    End: () => clock.go(clock.last),
    ArrowUp: () => stepEvent(self, -1),
    ArrowDown: () => stepEvent(self, 1),
    "+": () => self.zoomBy(1.6),
    "=": () => self.zoomBy(1.6),
    "-": () => self.zoomBy(1 / 1.6),
    "−": () => self.zoomBy(1 / 1.6),
    0: () => self.zoomHome(),
    " ": () => clock.toggle(),
    Escape: () => {
      if (state.playing) clock.pause();
      pickEvents(self, [], []);
    },
  };
  const act = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  };
  parts.events.addEventListener("keydown", act);
  return () => parts.events.removeEventListener("keydown", act);
}

/* Keeps the canvases as large as their frame; a map that is not in sight is drawn when it comes into sight. */
function watchSize(self) {
  const { parts } = self;
  const fit = () => {
    const { clientWidth: wide, clientHeight: tall } = parts.frame, dpr = Math.min(3, window.devicePixelRatio || 1);
    if (!wide || !tall) return;
    if (self.look && self.look.dpr !== dpr) refreshLook(self);
    for (const canvas of [parts.ground, parts.events]) {
      canvas.width = Math.round(wide * dpr);
      canvas.height = Math.round(tall * dpr);
    }
    self.inks.forEach(forgetType);
    touch(self, 4);
  };
  const size = new ResizeObserver(fit), sight = new IntersectionObserver((entries) => {
    self.visible = entries[entries.length - 1].isIntersecting;
    if (self.visible && self.dirty) touch(self, 0);
  }, { rootMargin: "200px" });
  size.observe(parts.frame);
  sight.observe(parts.frame);
  fit();
  return () => {
    size.disconnect();
    sight.disconnect();
  };
}

function watchScheme(self) {
  const query = window.matchMedia("(prefers-color-scheme: dark)"), again = () => refreshLook(self);
  query.addEventListener("change", again);
  return () => query.removeEventListener("change", again);
}
