/* The same map on a plain canvas, for browsers without WebGL: the same shapes, textures, ground and filters. It offers
   what gl.js offers, so that nothing else on the page knows which of the two draws. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const TILE = 512;
  const LEAST = 4, LEAST_IN_CROWD = 2.5, CROWD = 3000;
  const DEEPEST = 13;
  const TURN = 2 * Math.PI;

  const startFlat = (box, { events, land, colours, holdings, view, onMove, onClick, onIdle }) => {
    const { mercatorY, groundTile, answerTile, unknownTile, EARTH_KM, STATE, FAINT, SEVERAL, SELECTED, MUST, PLAIN } = firmgroundAtlas;
    const canvas = document.createElement("canvas");
    canvas.className = "flat";
    canvas.tabIndex = 0;
    box.append(canvas);
    let context = canvas.getContext("2d");
    const patterns = new Map(), stamps = new Map();
    let centre = [0.5, 0.5], zoom = 4, ground = null, day = 0, states = new Uint8Array(events.shapes.length), asked = false;
    let least = LEAST;

    const mercator = (lon, lat) => [lon / 360 + 0.5, 0.5 - mercatorY(Math.max(-85.05, Math.min(85.05, lat))) / TURN];
    const scale = () => TILE * 2 ** zoom;
    const size = () => [box.clientWidth, box.clientHeight];
    const toScreen = ([x, y]) => [(x - centre[0]) * scale() + size()[0] / 2, (y - centre[1]) * scale() + size()[1] / 2];
    const project = (lon, lat) => toScreen(mercator(lon, lat));
    const unproject = (px, py) => {
      const [width, height] = size();
      const x = centre[0] + (px - width / 2) / scale(), y = centre[1] + (py - height / 2) / scale();
      return [(x - 0.5) * 360, (Math.atan(Math.sinh((0.5 - y) * TURN)) * 180) / Math.PI];
    };
    const rings = (geometry) => geometry.coordinates.map((part) => part.map((ring) => ring.map(([lon, lat]) => mercator(lon, lat))));
    const flatLand = rings(land.land);
    const flatBorders = land.borders.coordinates.map((line) => line.map(([lon, lat]) => mercator(lon, lat)));
    const flatAreas = events.data.areas.map(rings);
    const flatDiscs = Array.from({ length: events.discCount }, (_, at) => mercator(events.discs[3 * at], events.discs[3 * at + 1]));
    const order = Array.from({ length: events.discCount }, (_, at) => at).sort((a, b) => events.discs[3 * b + 2] - events.discs[3 * a + 2]);

    const pattern = (name, make) => {
      if (!patterns.has(name)) {
        const made = context.createPattern(make(), "repeat");
        patterns.set(name, made);
      }
      return patterns.get(name);
    };
    const trace = (parts, closed = true) => {
      context.beginPath();
      for (const part of parts) {
        for (const ring of part) {
          ring.forEach((point, at) => {
            const [x, y] = toScreen(point);
            if (at) context.lineTo(x, y);
            else context.moveTo(x, y);
          });
          if (closed) context.closePath();
        }
      }
    };
    const paint = (fill, alpha = 1) => {
      context.globalAlpha = alpha;
      context.fillStyle = fill;
      context.fill("evenodd");
      context.globalAlpha = 1;
    };
    const stroke = (colour, width, alpha = 1, dash = []) => {
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.setLineDash(dash);
      context.stroke();
      context.setLineDash([]);
      context.globalAlpha = 1;
    };
    const drawState = (state) => {
      const answer = state & STATE, chosen = state & SELECTED, faint = state & FAINT && !chosen ? 0.42 : 1;
      const name = ["", "cannot", "may", "must", "plain"][answer];
      const opacity = [0, 0.62, 0.9, 0.84, 0.13][answer];
      paint(pattern(`answer-${name}`, () => answerTile(colours, name, 1)), opacity * faint);
      const line = chosen ? colours.claim : answer === MUST ? colours.paper : colours.data;
      stroke(line, chosen ? 2.6 : 1.3, (answer === PLAIN && !chosen ? 0.75 : 1) * faint, state & SEVERAL && !chosen ? [3, 2] : []);
    };
    /* The smallest discs are all alike: each kind is drawn once and stamped. */
    const stamp = (state, ratio) => {
      const name = `${state} ${least} ${ratio}`;
      if (!stamps.has(name)) {
        const own = context, made = document.createElement("canvas"), half = least + 3;
        made.width = made.height = Math.ceil(2 * half * ratio);
        context = made.getContext("2d");
        context.scale(ratio, ratio);
        context.beginPath();
        context.arc(half, half, least, 0, TURN);
        drawState(state);
        context = own;
        stamps.set(name, made);
      }
      return stamps.get(name);
    };
    const drawGround = () => {
      for (const face of [...ground.base, ...ground.faces]) {
        const { a, z, h, s } = face.properties;
        if (a > day || z <= day) continue;
        face.flat ??= rings(face.geometry);
        trace(face.flat);
        paint(pattern(`ground-${h}-${s}`, () => groundTile(colours, holdings[h], s === 1, 1)));
        if (!ground.base.includes(face)) stroke(colours.border, 0.8);
      }
      if (ground.within) {
        ground.flatWithin ??= rings(ground.within);
        trace(ground.flatWithin);
        stroke(colours.soft, 1);
      }
    };
    const discRadius = (disc) => {
      const arc = events.discs[3 * disc + 2] / EARTH_KM;
      const lat = (events.discs[3 * disc + 1] * Math.PI) / 180;
      return Math.max(least, (Math.sin(arc) / Math.max(0.05, Math.cos(lat)) / TURN) * scale());
    };
    const draw = () => {
      asked = false;
      const [width, height] = size(), ratio = globalThis.devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = colours.sea;
      context.fillRect(0, 0, width, height);
      trace(flatLand);
      paint(colours.land);
      paint(pattern("unknown", () => unknownTile(colours, 1)));
      if (ground) drawGround();
      trace(flatLand);
      stroke(colours.border, 0.9);
      trace([flatBorders], false);
      stroke(colours.border, 1.1, 1, [4, 3]);
      flatAreas.forEach((area, at) => {
        const state = states[events.discCount + at];
        if (!state) return;
        trace(area);
        drawState(state);
      });
      for (const disc of order) {
        if (!states[disc]) continue;
        const [x, y] = toScreen(flatDiscs[disc]), radius = discRadius(disc);
        if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
        if (radius === least) {
          const half = least + 3;
          context.drawImage(stamp(states[disc], ratio), x - half, y - half, 2 * half, 2 * half);
          continue;
        }
        context.beginPath();
        context.arc(x, y, radius, 0, TURN);
        drawState(states[disc]);
      }
      onMove();
      onIdle();
    };
    const ask = () => {
      if (!asked) requestAnimationFrame(draw);
      asked = true;
    };
    const hold = () => {
      const [west, south, east, north] = land.box;
      const [left, top] = mercator(west, north), [right, bottom] = mercator(east, south);
      zoom = Math.max(0, Math.min(DEEPEST, zoom));
      centre = [Math.max(left, Math.min(right, centre[0])), Math.max(top, Math.min(bottom, centre[1]))];
    };
    const zoomAt = (by, px, py) => {
      const [lon, lat] = unproject(px, py);
      zoom = Math.max(0, Math.min(DEEPEST, zoom + by));
      const [x, y] = project(lon, lat);
      centre = [centre[0] + (x - px) / scale(), centre[1] + (y - py) / scale()];
      hold();
      ask();
    };
    const fit = ([west, south, east, north], most = 9) => {
      const [left, top] = mercator(west, north), [right, bottom] = mercator(east, south);
      const [width, height] = size();
      const room = Math.min((width - 80) / Math.max(1e-6, right - left), (height - 80) / Math.max(1e-6, bottom - top));
      zoom = Math.min(most, Math.log2(Math.max(1, room) / TILE));
      centre = [(left + right) / 2, (top + bottom) / 2];
      hold();
      ask();
    };

    // By hand: drag, wheel, double click, keys.
    let from = null, moved = 0;
    canvas.addEventListener("pointerdown", (event) => {
      from = [event.clientX, event.clientY];
      moved = 0;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      const dx = event.clientX - from[0], dy = event.clientY - from[1];
      moved += Math.abs(dx) + Math.abs(dy);
      from = [event.clientX, event.clientY];
      centre = [centre[0] - dx / scale(), centre[1] - dy / scale()];
      hold();
      ask();
    });
    canvas.addEventListener("pointerup", (event) => {
      const still = from && moved < 5;
      from = null;
      if (!still) return;
      const edge = canvas.getBoundingClientRect();
      const x = event.clientX - edge.left, y = event.clientY - edge.top;
      onClick(...unproject(x, y), { x, y });
    });
    canvas.addEventListener("pointercancel", () => { from = null; });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const edge = canvas.getBoundingClientRect();
      zoomAt(-event.deltaY / 300, event.clientX - edge.left, event.clientY - edge.top);
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const step = 100 / scale();
      const ways = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      const [width, height] = size();
      if (event.key === "+" || event.key === "=") zoomAt(1, width / 2, height / 2);
      else if (event.key === "-") zoomAt(-1, width / 2, height / 2);
      else if (ways[event.key]) {
        centre = [centre[0] + ways[event.key][0], centre[1] + ways[event.key][1]];
        hold();
        ask();
      } else return;
      event.preventDefault();
    });
    const watch = new ResizeObserver(ask);
    watch.observe(box);
    if (view) [centre, zoom] = [mercator(view[0], view[1]), view[2]];
    else fit(events.data.bounds, 10);

    return {
      kind: "canvas",
      loaded: Promise.resolve(),
      canvas,
      setGround(next) { ground = next; ask(); },
      setDay(next) { day = next; ask(); },
      setStates(bytes) {
        states = bytes;
        let crowd = 0;
        for (let at = 0; at < events.discCount; at += 1) crowd += bytes[at] ? 1 : 0;
        least = crowd > CROWD ? LEAST_IN_CROWD : LEAST;
        ask();
      },
      project, unproject, size,
      view: () => [...unproject(size()[0] / 2, size()[1] / 2), zoom],
      setView: ([lon, lat, next]) => { [centre, zoom] = [mercator(lon, lat), next]; hold(); ask(); },
      fit,
      zoom: (by) => zoomAt(by, size()[0] / 2, size()[1] / 2),
      leastPixels: () => least,
      destroy: () => { watch.disconnect(); canvas.remove(); },
    };
  };

  firmgroundAtlas.startFlat = startFlat;
})();
