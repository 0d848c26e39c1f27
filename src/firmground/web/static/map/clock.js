/* One clock for all that the page shows: a slider over the days of the case, steps, play, and bars of how many events
   may be of each day. It decides nothing; it says which day was chosen. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const EPOCH = 719163; // 1 January 1970 as a day of the proleptic Gregorian calendar, counted from 1 January of year 1
  const PLAY_MS = 350;
  const LONG_PLAY_MS = 90; // with very many days
  const MANY_DAYS = 200;
  const formats = {
    long: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" }),
    short: new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" }),
  };

  const dateOf = (ordinal) => new Date((ordinal - EPOCH) * 86400000);
  const sayDay = (ordinal, how = "long") => formats[how].format(dateOf(ordinal));
  const isoDay = (ordinal) => dateOf(ordinal).toISOString().slice(0, 10);
  const readDay = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? Date.parse(text) / 86400000 + EPOCH : null);

  /* The days of an event as a reader says them; "" where neither end is known. */
  const sayDays = (first, start, stop) => {
    if (start < 0) return "day unknown";
    const from = sayDay(first + start, "short");
    return stop - start <= 1 ? from : `${from} to ${sayDay(first + stop - 1, "short")}`;
  };

  class Clock {
    constructor(root, { first, days }, onChange) {
      Object.assign(this, { root, first, days, onChange, day: 0, show: "whole", timer: 0 });
      const find = (id) => root.querySelector(`#${id}`);
      Object.assign(this, { slider: find("slider"), label: find("day"), button: find("play"), bars: find("density") });
      root.hidden = days < 1;
      this.slider.max = Math.max(0, days - 1);
      find("first").textContent = sayDay(first, "short");
      find("last").textContent = sayDay(first + Math.max(0, days - 1), "short");
      this.slider.addEventListener("input", () => this.set(Number(this.slider.value)));
      find("back").addEventListener("click", () => this.step(-1));
      find("on").addEventListener("click", () => this.step(1));
      this.button.addEventListener("click", () => (this.timer ? this.pause() : this.play()));
      for (const radio of root.querySelectorAll("[name=show]")) {
        radio.addEventListener("change", () => this.set(this.day, radio.value));
      }
      new ResizeObserver(() => this.drawBars()).observe(this.bars);
      this.put(days - 1, "whole");
    }

    /* Shows a day without telling anybody. */
    put(day, show = this.show) {
      this.day = Math.max(0, Math.min(Math.max(0, this.days - 1), day));
      this.show = show;
      const words = sayDay(this.first + this.day);
      this.slider.value = this.day;
      this.slider.setAttribute("aria-valuetext", words);
      this.label.textContent = words;
      for (const radio of this.root.querySelectorAll("[name=show]")) radio.checked = radio.value === show;
      this.drawBars();
    }

    /* A day that somebody chose. Whoever moves the clock wants to see it move: all days become those up to it. */
    set(day, show = this.show === "whole" ? "until" : this.show) {
      this.put(day, show);
      this.onChange();
    }

    step(by) {
      this.pause();
      this.set(this.day + by);
    }

    play() {
      if (this.day >= this.days - 1) this.put(0);
      this.button.textContent = "Pause";
      this.button.setAttribute("aria-pressed", "true");
      this.timer = setInterval(() => {
        if (this.day >= this.days - 1) this.pause();
        else this.set(this.day + 1);
      }, this.days > MANY_DAYS ? LONG_PLAY_MS : PLAY_MS);
      this.set(this.day);
    }

    pause() {
      clearInterval(this.timer);
      this.timer = 0;
      this.button.textContent = "Play";
      this.button.setAttribute("aria-pressed", "false");
    }

    /* `counts`: for each day how many of the events may be of it. */
    setBars(counts) {
      this.counts = counts;
      this.drawBars();
    }

    /* Once a frame at most. Small pictures are drawn faster by the processor than handed to a graphics card. */
    drawBars() {
      if (!this.asked) requestAnimationFrame(() => { this.asked = false; this._drawBars(); });
      this.asked = true;
    }

    _drawBars() {
      const { bars, counts } = this;
      if (!counts || !bars.clientWidth) return;
      const ratio = globalThis.devicePixelRatio || 1, width = bars.clientWidth, height = bars.clientHeight;
      if (bars.width !== Math.round(width * ratio)) [bars.width, bars.height] = [Math.round(width * ratio), Math.round(height * ratio)];
      const context = bars.getContext("2d", { willReadFrequently: true }), style = getComputedStyle(bars);
      const [strong, pale] = [style.getPropertyValue("--data"), style.getPropertyValue("--border")];
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      const most = Math.max(1, ...sample(counts));
      const thumb = 14, each = (width - thumb) / Math.max(1, counts.length - 1);
      counts.forEach((count, day) => {
        if (!count) return;
        const high = Math.max(1, (count / most) * (height - 1));
        const lit = this.show === "whole" || day === this.day || (this.show === "until" && day < this.day);
        context.fillStyle = lit ? strong : pale;
        const wide = Math.max(0.6, Math.min(9, each - 1));
        context.fillRect(thumb / 2 + day * each - wide / 2, height - high, wide, high);
      });
    }
  }

  /* Spreading a long list over a call's arguments fails; its highest of each block is enough for a scale. */
  const sample = (counts) => {
    const found = [];
    for (let at = 0; at < counts.length; at += 512) {
      let most = 0;
      for (let day = at; day < Math.min(counts.length, at + 512); day += 1) most = Math.max(most, counts[day]);
      found.push(most);
    }
    return found;
  };

  /* How many of the events with a day may be of each day. `passes(row)`: is the event among them? */
  const countDays = (events, days, passes) => {
    const change = new Int32Array(days + 1);
    for (let row = 0; row < events.count; row += 1) {
      if (events.start[row] < 0 || !passes(row) || events.stop[row] <= 0 || events.start[row] >= days) continue;
      change[Math.max(0, events.start[row])] += 1;
      change[Math.min(days, events.stop[row])] -= 1;
    }
    let now = 0;
    return change.slice(0, days).map((by) => (now += by));
  };

  Object.assign(firmgroundAtlas, { Clock, countDays, sayDay, sayDays, isoDay, readDay });
})();
