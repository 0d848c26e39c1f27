/* What is written on the map: names of places and holders, and the marks of listed places. Drawn by the browser in its
   own fonts, so that every script is shaped as it should be and no font is fetched. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const MOST_LABELS = 70;
  const ROOM = 9000; // square pixels of the frame for each name
  const MARKS = [5, 9]; // pixels across a listed place, from afar and from near
  const GAP = 12; // pixels that a mark takes before a name
  const FAR = 60; // pixels outside the frame at which nothing more is drawn

  class Overlay {
    constructor(canvas, renderer, events, colours, data) {
      Object.assign(this, { canvas, renderer, events, colours, data });
      this.context = canvas.getContext("2d");
      this.ranked = [];
      this.sites = [];
      this.names = [];
      this.siteAt = new Map();
      this.beside = new Set();
      this.asked = false;
    }

    /* Places to be named, those with most events first; `first`: places that are named before all others. */
    setPlaces(first) {
      const { events } = this;
      const many = [];
      for (let place = 0; place < events.optionsOf.length; place += 1) {
        let count = 0;
        for (const row of events.atPlace.of(place)) count += events.shown[row];
        if (count && events.optionsOf[place].length) many.push([first.has(place) ? Infinity : count, place]);
      }
      many.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      this.ranked = many.slice(0, 5 * MOST_LABELS).map(([count, place]) => [place, count === Infinity]);
      this.draw();
    }

    /* Listed places and names of holders as they stood on the day. */
    setGround(ground, day) {
      this.sites = [];
      this.names = [];
      this.siteAt = new Map();
      if (!ground) return;
      const active = ground.rows.filter(([, , a, z]) => a <= day && day < z);
      const bySite = new Map();
      for (const row of active) bySite.set(row[0], [...(bySite.get(row[0]) ?? []), row]);
      this.sites = ground.sites.map(([lon, lat, name], site) => [lon, lat, name, bySite.get(site) ?? []]);
      for (const site of this.sites) this.siteAt.set(siteKey(site[0], site[1]), site);
      const faces = ground.faces.filter(({ properties: { a, z, s } }) => s && a <= day && day < z);
      for (const { geometry, properties } of faces) {
        const holding = this.data.holdings[properties.h];
        if (holding.ground !== "held" || !holding.holders.length) continue;
        const words = holding.holders.map((party) => this.data.parties[party] ?? "not named").join(" / ");
        this.names.push([words, widest(geometry)]);
      }
      this.draw();
    }

    draw() {
      if (this.asked) return;
      this.asked = true;
      requestAnimationFrame(() => { this.asked = false; this._draw(); });
    }

    _draw() {
      const { canvas, context, renderer } = this;
      const [width, height] = renderer.size(), ratio = globalThis.devicePixelRatio || 1;
      if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      this.taken = [];
      this.beside = new Set();
      this._writeHolders(width, height);
      this._writePlaces(width, height);
      // A listed place whose name is written has its mark before the name; the others have it where they lie.
      this.half = Math.min(MARKS[1], Math.max(MARKS[0], renderer.view()[2] - 1.5)) / 2;
      for (const [lon, lat, , rows] of this.sites) {
        if (this.beside.has(siteKey(lon, lat))) continue;
        const [x, y] = renderer.project(lon, lat);
        if (x > -FAR && y > -FAR && x < width + FAR && y < height + FAR) this._mark(x, y, rows);
      }
    }

    /* A listed place: filled with its holder's tint; halved where two hold it or it only may be so; hollow if unknown. */
    _mark(x, y, rows) {
      const { context, colours } = this;
      const { half } = this;
      const sure = rows.find((row) => row[4]);
      const shown = sure ?? rows[0];
      context.lineWidth = 1;
      context.strokeStyle = colours.soft;
      context.fillStyle = colours.land;
      context.beginPath();
      context.rect(x - half, y - half, 2 * half, 2 * half);
      if (!shown) {
        context.setLineDash([1.5, 1.5]);
        context.stroke();
        context.setLineDash([]);
        return;
      }
      const holding = this.data.holdings[shown[1]];
      const coded = holding.coded;
      const holders = coded ? [coded[0]] : holding.holders;
      const tints = holders.map((party) => firmgroundAtlas.tintOf(colours, party));
      const partly = !sure || (coded && coded[1] === "may");
      context.fill();
      if (tints.length && !(coded && coded[1] === "cannot")) {
        if (!partly) {
          context.fillStyle = tints[0];
          context.fill();
        }
        if (partly || tints.length > 1) {
          context.fillStyle = partly ? tints[0] : tints[1];
          context.beginPath();
          context.moveTo(x - half, y + half);
          context.lineTo(x + half, y - half);
          context.lineTo(x + half, y + half);
          context.fill();
        }
      }
      context.strokeRect(x - half, y - half, 2 * half, 2 * half);
    }

    _writeHolders(width, height) {
      const { context, renderer, colours } = this;
      context.font = `italic 400 12px ${colours.sans}`;
      const seen = new Map();
      for (const [words, [west, south, east, north, lon, lat]] of this.names) {
        const [left, bottom] = renderer.project(west, south), [right, top] = renderer.project(east, north);
        const [x, y] = renderer.project(lon, lat);
        const wide = context.measureText(words).width;
        if (right - left < wide * 1.2 || bottom - top < 24 || x < 0 || y < 0 || x > width || y > height) continue;
        // One holder is named a few times at most, on its largest pieces.
        seen.set(words, (seen.get(words) ?? 0) + 1);
        if (seen.get(words) <= 3) this._write(words, x - wide / 2, y, wide, colours.soft, 13);
      }
    }

    _writePlaces(width, height) {
      const { context, renderer, events, colours } = this;
      context.font = `600 11px ${colours.sans}`;
      const most = Math.min(MOST_LABELS, (width * height) / ROOM);
      let written = 0;
      for (const [place, first] of this.ranked) {
        if (written >= most) break;
        const words = clip(this.data.places.label[place]);
        for (const shape of events.optionsOf[place]) {
          const [west, south, east, north] = events.boundsOf([shape]);
          const [x, y] = renderer.project((west + east) / 2, (south + north) / 2);
          if (x < -FAR || y < 0 || x > width + FAR || y > height || !words) continue;
          const [edge] = renderer.project(east, north);
          const key = siteKey((west + east) / 2, (south + north) / 2), site = this.siteAt.get(key);
          const wide = context.measureText(words).width + (site ? GAP : 0), out = Math.min(Math.max(edge - x, 5), 40) + 4;
          const at = [[x + out, y], [x - out - wide, y], [x - wide / 2, y - out - 4], [x - wide / 2, y + out + 4]];
          const spot = this._place(words, at, wide, first ? colours.claim : colours.ink, { always: first, site });
          if (!spot) continue;
          written += 1;
          if (!site) continue;
          this.beside.add(key);
          this.half = 4;
          this._mark(spot[0] + 4, spot[1], site[3]);
        }
      }
    }

    /* Writes at the first spot that is free and returns it; null if there is none. */
    _place(words, spots, wide, colour, { always, site }) {
      const shift = site ? GAP : 0;
      const put = ([x, y], force) => this._write(words, x, y, wide, colour, 11, { force, shift });
      const [width] = this.renderer.size();
      const whole = spots.filter(([x]) => x >= 0 && x + wide <= width); // a name that is cut off is no name
      return whole.find((spot) => put(spot, false)) ?? (always && put(spots[0], true) ? spots[0] : null);
    }

    _write(words, x, y, wide, colour, high, { force = false, shift = 0 } = {}) {
      const box = [x - 2, y - high / 2 - 1, x + wide + 2, y + high / 2 + 1];
      if (!force && this.taken.some((own) => own[0] < box[2] && box[0] < own[2] && own[1] < box[3] && box[1] < own[3])) return false;
      this.taken.push(box);
      const { context, colours } = this;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 3;
      context.strokeStyle = colours.land;
      context.strokeText(words, x + shift, y);
      context.fillStyle = colour;
      context.fillText(words, x + shift, y);
      return true;
    }
  }

  const siteKey = (lon, lat) => `${lon.toFixed(3)},${lat.toFixed(3)}`;
  const clip = (text) => (text.length > 34 ? `${text.slice(0, 33)}…` : text);

  /* Box and middle of the largest part of a piece of ground. */
  const widest = (geometry) => {
    let best = [0, 0, 0, 0, 0, 0], most = -1;
    for (const [ring] of geometry.coordinates) {
      let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
      for (const [x, y] of ring) {
        west = Math.min(west, x); east = Math.max(east, x);
        south = Math.min(south, y); north = Math.max(north, y);
      }
      const size = (east - west) * (north - south);
      if (size > most) [most, best] = [size, [west, south, east, north, ...middle(geometry, ring, west, south, east, north)]];
    }
    return best;
  };

  /* A point well inside: the middle of the widest stretch among a few rows across the ring. */
  const middle = (geometry, ring, west, south, east, north) => {
    let best = [(west + east) / 2, (south + north) / 2], most = 0;
    for (const part of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const lat = south + part * (north - south);
      const cuts = [];
      for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
        const [x1, y1] = ring[at], [x2, y2] = ring[before];
        if (y1 > lat !== y2 > lat) cuts.push(((x2 - x1) * (lat - y1)) / (y2 - y1) + x1);
      }
      cuts.sort((a, b) => a - b);
      for (let at = 0; at + 1 < cuts.length; at += 2) {
        if (cuts[at + 1] - cuts[at] > most * 1.15) [most, best] = [cuts[at + 1] - cuts[at], [(cuts[at] + cuts[at + 1]) / 2, lat]];
      }
    }
    return best;
  };

  firmgroundAtlas.Overlay = Overlay;
})();
