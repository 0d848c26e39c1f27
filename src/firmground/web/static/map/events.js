/* The events as columns: which are shown, how they count, what is drawn where. Nothing here touches the page. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const CANNOT = 1, MAY = 2, MUST = 3, PLAIN = 4; // what a shape shows
  const STATE = 7, FAINT = 8, SEVERAL = 16, SELECTED = 32; // the answer, and how it is drawn
  const EARTH_KM = 6371.0088;
  const RADIANS = Math.PI / 180;

  const ints = (list) => Int32Array.from(list);

  /* Rows of each of `count` groups, as offsets into one list. */
  const group = (of, count) => {
    const first = new Int32Array(count + 1);
    for (const one of of) first[one + 1] += 1;
    for (let at = 0; at < count; at += 1) first[at + 1] += first[at];
    const next = first.slice(0, count);
    const rows = new Int32Array(of.length);
    of.forEach((one, row) => { rows[next[one]] = row; next[one] += 1; });
    return { first, rows, of: (one) => rows.subarray(first[one], first[one + 1]) };
  };

  class Events {
    constructor(data) {
      this.data = data;
      this.count = data.events.place.length;
      this.place = ints(data.events.place);
      this.start = ints(data.events.start);
      this.stop = ints(data.events.stop);
      this.by = ints(data.events.by);
      this.discs = Float64Array.from(data.discs);
      this.discCount = data.discs.length / 3;
      this.areaCount = data.areas.length;
      this.facets = Object.entries(data.facets).map(([name, facet]) => ({ ...facet, name, of: ints(facet.of) }));
      this.atPlace = group(this.place, data.places.label.length);
      this.shown = new Uint8Array(this.count);
      this.faint = new Uint8Array(this.count);
      this.shapes = new Uint8Array(this.discCount + this.areaCount);
      this.order = Int32Array.from({ length: this.count }, (_, row) => row).sort(
        (a, b) => (this.start[a] < 0) - (this.start[b] < 0) || this.start[a] - this.start[b] || a - b,
      );
      this._listPlaces();
    }

    /* A shape's number here: discs from 0, areas after them. */
    shapeNumber(option) {
      return option >= 0 ? option : this.discCount - 1 - option;
    }

    _listPlaces() {
      const pairs = [];
      this.optionsOf = this.data.places.shapes.map((options, place) => {
        const own = options.map((option) => this.shapeNumber(option));
        for (const shape of own) pairs.push([shape, place]);
        return own;
      });
      const byShape = group(pairs.map(([shape]) => shape), this.shapes.length);
      this.placesOf = (shape) => Array.from(byShape.of(shape), (row) => pairs[row][1]);
    }

    inTime(row, day, show) {
      if (show === "whole" || this.start[row] < 0) return true;
      return this.start[row] <= day && (show === "until" || day < this.stop[row]);
    }

    /* Is it open whether the event belongs to the days that are shown? */
    openDay(row, day, show) {
      if (show === "whole") return false;
      return this.start[row] < 0 || (show === "until" ? this.stop[row] - 1 > day : this.stop[row] - this.start[row] > 1);
    }

    /* One pass over all events. `chosen`: facet name -> set of value numbers; `standing`: a claim's answers or null. */
    select({ day, show, chosen, standing }) {
      const facets = this.facets;
      const passes = facets.map((facet) => {
        const wanted = chosen[facet.name];
        return Uint8Array.from(facet.sets, (set) => (!wanted?.size || set.some((value) => wanted.has(value)) ? 1 : 0));
      });
      const tallies = facets.map((facet) => new Int32Array(facet.sets.length));
      const counts = { all: this.count, shown: 0, unplaced: 0, otherDays: 0, filtered: 0, undated: 0, open: 0, notAsked: 0 };
      const answers = [0, 0, 0, 0];
      for (let row = 0; row < this.count; row += 1) {
        let fails = 0, failed = -1;
        for (let at = 0; at < facets.length; at += 1) {
          if (!passes[at][facets[at].of[row]]) { fails += 1; failed = at; }
        }
        const timely = this.inTime(row, day, show);
        this.shown[row] = fails === 0 && timely ? 1 : 0;
        if (timely && fails < 2) {
          for (let at = 0; at < facets.length; at += 1) {
            if (fails === 0 || failed === at) tallies[at][facets[at].of[row]] += 1;
          }
        }
        if (fails) counts.filtered += 1;
        else if (!timely) counts.otherDays += 1;
        else {
          this.faint[row] = this.openDay(row, day, show) ? 1 : 0;
          if (this.optionsOf[this.place[row]].length) counts.shown += 1;
          else counts.unplaced += 1;
          counts.undated += this.start[row] < 0 ? 1 : 0;
          counts.open += this.faint[row] && this.start[row] >= 0 ? 1 : 0;
          if (standing) answers[standing[row]] += 1;
        }
      }
      this._drawShapes(standing);
      return { counts, answers, facetCounts: facets.map((facet, at) => this._perValue(facet, tallies[at])) };
    }

    _perValue(facet, tally) {
      const counts = new Int32Array(facet.keys.length);
      facet.sets.forEach((set, number) => { for (const value of set) counts[value] += tally[number]; });
      return counts;
    }

    /* A shape shows the strongest answer of the events in it; faint where all of them may be of other days. */
    _drawShapes(standing) {
      const { shapes, shown, faint, atPlace } = this;
      shapes.fill(0);
      for (let place = 0; place < this.optionsOf.length; place += 1) {
        let best = 0, open = FAINT;
        for (let at = atPlace.first[place]; at < atPlace.first[place + 1]; at += 1) {
          const row = atPlace.rows[at];
          if (!shown[row]) continue;
          best = Math.max(best, standing ? standing[row] : PLAIN, 0);
          if (standing && standing[row] === 0 && best === 0) best = -1;
          if (!faint[row]) open = 0;
        }
        if (best === 0) continue;
        const own = this.optionsOf[place];
        const drawn = (best < 0 ? PLAIN : best) | open | (own.length > 1 ? SEVERAL : 0);
        for (const shape of own) shapes[shape] = this._stronger(shapes[shape], drawn);
      }
    }

    _stronger(a, b) {
      const rank = (state) => ((state & STATE) === PLAIN ? 0.5 : state & STATE);
      if (!a) return b;
      const top = rank(a) >= rank(b) ? a : b;
      return (top & ~FAINT) | (a & b & FAINT);
    }

    rowsAtShapes(shapes) {
      const places = new Set(shapes.flatMap((shape) => this.placesOf(shape)));
      const rows = [];
      for (const place of places) for (const row of this.atPlace.of(place)) if (this.shown[row]) rows.push(row);
      return rows.sort((a, b) => this.start[a] - this.start[b] || a - b);
    }

    /* Shapes that are drawn over a point; small ones are as wide as they are drawn. The smallest come first. */
    shapesAt(lon, lat, leastKm) {
      const found = [];
      for (let disc = 0; disc < this.discCount; disc += 1) {
        if (!this.shapes[disc]) continue;
        const y = this.discs[3 * disc + 1], radius = this.discs[3 * disc + 2];
        const reach = Math.max(radius, leastKm);
        if (Math.abs(lat - y) > reach / 110) continue;
        if (kilometres(lon, lat, this.discs[3 * disc], y) <= reach) found.push([radius, disc]);
      }
      found.sort((a, b) => a[0] - b[0]);
      const discs = found.map(([, disc]) => disc);
      const areas = this.data.areas.map((_, area) => area).filter(
        (area) => this.shapes[this.discCount + area] && inside(this.data.areas[area], lon, lat),
      );
      return [...discs, ...areas.map((area) => this.discCount + area)];
    }

    /* West, south, east, north of shapes. */
    boundsOf(shapes) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const grow = (west, south, east, north) => {
        box[0] = Math.min(box[0], west); box[1] = Math.min(box[1], south);
        box[2] = Math.max(box[2], east); box[3] = Math.max(box[3], north);
      };
      for (const shape of shapes) {
        if (shape < this.discCount) {
          const [x, y, radius] = this.discs.subarray(3 * shape, 3 * shape + 3);
          const up = radius / 111, across = up / Math.max(0.05, Math.cos(y * RADIANS));
          grow(x - across, y - up, x + across, y + up);
        } else {
          for (const part of this.data.areas[shape - this.discCount].coordinates) {
            for (const [x, y] of part[0]) grow(x, y, x, y);
          }
        }
      }
      return box;
    }
  }

  const kilometres = (lonA, latA, lonB, latB) => {
    const up = Math.sin(((latB - latA) * RADIANS) / 2), across = Math.sin(((lonB - lonA) * RADIANS) / 2);
    const part = up * up + Math.cos(latA * RADIANS) * Math.cos(latB * RADIANS) * across * across;
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(part)));
  };

  /* Even-odd over all rings. */
  const inside = (geometry, lon, lat) => {
    let odd = false;
    for (const part of geometry.coordinates) {
      for (const ring of part) {
        for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
          const [x1, y1] = ring[at], [x2, y2] = ring[before];
          if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) odd = !odd;
        }
      }
    }
    return odd;
  };

  Object.assign(firmgroundAtlas, { Events, inside, kilometres, group, CANNOT, MAY, MUST, PLAIN, STATE, FAINT, SEVERAL, SELECTED, EARTH_KM });
})();
