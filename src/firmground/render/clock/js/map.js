/* One moving map: a canvas for the ground, one for the events, and around them the clock, the legend and the panel. */
const MOST_LISTED = 400, REST = 350, LEAST = 7, LEAST_IN_CROWD = 4.5, CLOSEST = 60, FARTHEST = 0.6;
let mounted = 0;

/* Puts a moving map into `element` and returns its handle. Throws, leaving `element` alone, where there is no canvas. */
function mountClock(element, scene, options = {}) {
  const probe = document.createElement("canvas").getContext("2d");
  if (!probe || typeof Path2D === "undefined") throw new Error("this browser draws no canvas");
  mounted += 1;
  const name = `firmground-clock-${mounted}`, clock = sharedClock(scene), parts = makeParts(name);
  const self = {
    scene, clock, name, parts, element, options,
    claim: options.claim ? scene.claims[options.claim - 1] : null,
    map: null, others: false, picked: -1, dirty: 4, transform: d3.zoomIdentity, tally: null, waiting: 0,
  };
  // Pixels are read back at each step: the browser is told, and keeps them where the script can reach them.
  self.inks = [parts.ground, parts.events].map((canvas) => canvas.getContext("2d", { alpha: false, willReadFrequently: true }));
  self.map = scene.maps[options.map ?? (self.claim ? self.claim.map : 0)] || null;
  self.projection = makeProjection(options.frame || (self.claim && self.claim.frame) || scene.frame);
  self.laid = layGround(scene, self.projection);
  self.bar = makeBar(clock, scene, name, self.map ? self.map.n : -1, (n) => chooseMap(self, n));
  parts.box.append(parts.frame, self.bar.element, parts.legend, parts.missing, parts.tools, parts.panel);
  for (const child of element.children) if (child !== parts.box) child.classList.add("clock-still");
  element.append(parts.box);
  chooseClaim(self, self.claim);
  refreshLook(self);
  const undo = [clock.subscribe(() => follow(self)), watchSize(self), watchScheme(self), ...bindPointer(self), bindKeys(self)];
  if (options.mode) clock.setMode(options.mode);
  if (options.day) clock.go(options.day);
  follow(self);
  return {
    clock, canvas: parts.events, element: parts.box,
    setDay: (day) => clock.go(day),
    setMode: (mode) => clock.setMode(mode),
    setMap: (n) => chooseMap(self, n),
    setClaim: (n) => chooseClaim(self, n ? scene.claims[n - 1] : null),
    pick: (e) => pickEvents(self, [e], []),
    draw: () => drawNow(self),
    destroy() {
      undo.forEach((stop) => stop());
      parts.box.remove();
      for (const child of element.children) child.classList.remove("clock-still");
    },
  };
}

function makeParts(name) {
  const ground = document.createElement("canvas"), events = make("canvas", "clock-events");
  events.tabIndex = 0;
  events.setAttribute("role", "application");
  events.setAttribute("aria-roledescription", "map");
  events.setAttribute("aria-describedby", `${name}-hint`);
  const zoom = make("div", "clock-zoom"), frame = make("div", "clock-map", events, zoom);
  const list = make("select", "clock-list"), others = make("input", "");
  others.type = "checkbox";
  const hint = make("p", "note clock-hint", "Keys on the map: ← → day, ↑ ↓ event, + − zoom, 0 whole map, space plays.");
  hint.id = `${name}-hint`;
  const listLabel = make("label", "clock-picks", make("span", "", "Events shown"), list);
  const othersWords = make("span", ""), othersLabel = make("label", "clock-others", others, othersWords);
  const panel = make("section", "clock-panel");
  panel.setAttribute("aria-live", "polite");
  panel.setAttribute("aria-label", "What was picked on the map");
  return {
    box: make("div", "clock"), ground, events, zoom, frame, list, listLabel, others, othersWords, othersLabel, hint, panel,
    legend: make("ul", "key clock-legend"),
    missing: make("p", "note clock-missing"),
    tools: make("div", "clock-tools", listLabel, othersLabel, hint),
  };
}

function chooseMap(self, n) {
  self.map = self.scene.maps[n] || null;
  self.bar.setMap(self.map ? self.map.n : -1);
  if (self.options.onMap) self.options.onMap(n);
  touch(self, 1);
}

function chooseClaim(self, claim) {
  self.claim = claim;
  self.missing = countMissing(self.scene, claim);
  self.counts = countDays(self.scene, claim);
  self.glyphs = makeGlyphs(self.scene, claim, self.projection, self.others);
  self.parts.othersLabel.hidden = !claim || !self.missing.others;
  self.parts.othersWords.textContent = ` also the ${sayCount(self.missing.others, "event")} that this claim does not count, as bare rings`;
  self.picked = -1;
  touch(self, 4);
}

function refreshLook(self) {
  const dpr = Math.min(3, window.devicePixelRatio || 1), palette = readPalette(self.parts.box);
  self.look = makeLook(palette, dpr, self.scene);
  self.look.key = `${palette.paper} ${dpr}`;
  self.sprites = makeSprites(self.look);
  touch(self, 4);
}

/* Marks what has to be drawn again (1 the day's, 2 what is picked, 4 everything) and draws with the next frame, if the map is to be seen. */
function touch(self, what) {
  self.dirty |= what;
  if (self.waiting || !self.look) return;
  self.waiting = window.requestAnimationFrame(() => {
    self.waiting = 0;
    if (self.visible !== false) drawNow(self);
  });
}

function follow(self) {
  self.bar.show(self.clock.state);
  if (self.options.onDay) self.options.onDay(self.clock.state.day);
  touch(self, 1);
}

function viewOf(self) {
  const { transform, look, parts } = self, wide = parts.events.width, tall = parts.events.height, base = wide / WIDE;
  const k = base * transform.k;
  return {
    k, x: transform.x * look.dpr, y: transform.y * look.dpr, wide, tall, unitsKm: self.projection.scale,
    least: (self.glyphs.crowd ? LEAST_IN_CROWD : LEAST) * base,
  };
}

function drawNow(self) {
  const { parts, scene, laid, look, clock, glyphs } = self;
  if (!parts.events.width || !self.dirty) return;
  const view = viewOf(self), context = self.inks[1], paths = countPaths(glyphs, view, look);
  self.tally = levelGlyphs(scene, self.claim, glyphs, clock.state, self.others);
  drawUnder(self, view, paths);
  self.pixels.set(self.under);
  copyDiscs(self.pixels, view, glyphs, look, self.sprites, paths);
  context.putImageData(self.image, 0, 0);
  drawPicked(self, context, view);
  drawLabels(context, view, scene, glyphs, look, self.pickedGlyph ?? -1);
  drawScale(context, view, look);
  self.dirty = 0;
  tellAround(self);
}

/* The ground, and over it the areas and large discs: each painted again only where something of it has changed. */
function drawUnder(self, view, paths) {
  const { scene, laid, look, map, clock, glyphs, parts } = self, [ink, over] = self.inks, { day } = clock.state;
  const pieces = map ? piecesOn(map, day) : { sure: [], perhaps: [] };
  const groundKey = [map && map.n, map && speaksOn(map, day), pieces.sure, "|", pieces.perhaps].join(" ");
  const levels = Array.from({ length: paths }, (_, n) => glyphs.level[glyphs.order[n]]).join("");
  const sameGround = self.groundKey === groundKey && !(self.dirty & 4);
  if (!sameGround) {
    drawGround(ink, view, scene, laid, look, map, day);
    drawHolders(ink, view, scene, laid, look, map, day);
    self.groundKey = groundKey;
  }
  if (sameGround && self.levels === levels) return;
  self.levels = levels;
  over.setTransform(1, 0, 0, 1, 0, 0);
  over.globalAlpha = 1;
  over.drawImage(parts.ground, 0, 0);
  drawPaths(over, view, glyphs, laid, look, paths);
  self.under = new Uint32Array(over.getImageData(0, 0, view.wide, view.tall).data.buffer);
  if (self.image && self.image.width === view.wide && self.image.height === view.tall) return;
  self.image = new ImageData(view.wide, view.tall);
  self.pixels = new Uint32Array(self.image.data.buffer);
}

function drawPicked(self, context, view) {
  const { glyphs, picked, look, laid } = self;
  self.pickedGlyph = -1;
  if (picked < 0) return;
  for (let n = glyphs.first[picked]; n < glyphs.first[picked + 1]; n += 1) {
    const g = glyphs.of[n];
    if (!glyphs.level[g]) continue;
    self.pickedGlyph = g;
    context.strokeStyle = look.palette.claim;
    context.lineWidth = 2.2 * look.dpr;
    if (glyphs.shape[g] >= 0) {
      context.setTransform(view.k, 0, 0, view.k, view.x, view.y);
      context.lineWidth /= view.k;
      context.stroke(laid.shapes[glyphs.shape[g]].path);
      context.setTransform(1, 0, 0, 1, 0, 0);
      continue;
    }
    context.beginPath();
    context.arc(glyphs.x[g] * view.k + view.x, glyphs.y[g] * view.k + view.y, Math.max(view.least, glyphs.radius[g] * view.k) + 2.5 * look.dpr, 0, 2 * Math.PI);
    context.stroke();
  }
}

/* A bar of a round length, about a seventh of the width. */
function drawScale(context, view, look) {
  const wanted = view.wide / 7 / (view.unitsKm * view.k), power = 10 ** Math.floor(Math.log10(wanted));
  const km = [5, 2, 1].map((n) => n * power).find((n) => n <= wanted) || power, wide = km * view.unitsKm * view.k;
  const left = 12 * look.dpr, up = view.tall - 12 * look.dpr;
  setType(context, look, 11, 400);
  context.fillStyle = look.palette.soft;
  context.fillRect(left, up, wide, 1.5 * look.dpr);
  writeWords(context, look, `${km >= 1 ? sayNumber(km) : km} km`, left, up - 9 * look.dpr, "start", look.palette.soft, look.palette.land);
}

/* Everything beside the canvas that depends on the day: legend, counts, list, the map in words, the strip. */
function tellAround(self) {
  const { parts, scene, claim, look, map, clock, tally, missing } = self, { state } = clock;
  fillLegend(parts.legend, scene, claim, look, map, state.day, tally, state);
  const words = sayMissing(scene, missing, map);
  if (parts.missing.textContent !== words) parts.missing.textContent = words;
  if (clock.runs) drawStrip(self.bar.strip, self.counts, look, clock);
  // A list of hundreds is not made anew for each day that passes by, only for the one at which a reader rests.
  window.clearTimeout(self.listing);
  self.listing = window.setTimeout(() => tellInWords(self), parts.events.hasAttribute("aria-label") ? REST : 0);
}

function tellInWords(self) {
  const { parts, claim, clock: { state }, tally } = self;
  const where = state.mode === "whole" ? "in the whole period" : `${state.mode === "until" ? "up to" : "on"} ${sayDay(state.day)}`;
  const counted = claim ? `: ${tally.must} must be, ${tally.may} may be, ${tally.cannot} cannot be ${claim.that}` : "";
  parts.events.setAttribute("aria-label", `Map, ${sayCount(tally.shown.length, "event")} ${where}${counted}`);
  fillList(self);
}

function fillList(self) {
  const { parts, scene, tally, picked } = self, shown = tally.shown.slice(0, MOST_LISTED);
  const more = tally.shown.length - shown.length, head = new Option(tally.shown.length ? `${sayCount(tally.shown.length, "event")}: choose one` : "none on this day", -1);
  const rows = shown.map((e) => new Option(sayEvent(scene, e), e));
  if (more) rows.push(new Option(`and ${sayNumber(more)} more: choose "this day" and step the clock`, -1));
  parts.list.replaceChildren(head, ...rows);
  parts.list.value = shown.includes(picked) ? picked : -1;
}

function pickEvents(self, picked, ground) {
  self.picked = picked.length ? picked[0] : -1;
  const choose = (e) => pickEvents(self, [e, ...picked.filter((other) => other !== e)], ground);
  fillPanel(self.parts.panel, self.scene, self.claim, picked, ground, choose);
  if (self.options.onPick) self.options.onPick(picked);
  touch(self, 2);
}

function pickAt(self, x, y) {
  const { glyphs, laid, look, clock, scene, map } = self, view = viewOf(self), context = self.inks[1];
  const found = glyphsAt(context, view, glyphs, laid, look, x * look.dpr, y * look.dpr), events = [];
  for (const g of found)
    for (const e of glyphs.events[g]) if (standsOn(scene.events.start[e], scene.events.stop[e], clock.state) && !events.includes(e)) events.push(e);
  const ground = map ? groundAt(context, view, laid, look, map, clock.state.day, x * look.dpr, y * look.dpr) : [];
  return { events, ground: ground.map(([n, sure]) => ({ map, n, sure, day: clock.state.day })) };
}
