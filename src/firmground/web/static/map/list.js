/* What is shown, in words: the counts that add up, the list of the events, and the panel for what was chosen. It is the
   map for those who do not see it: every event on the map is in the list, and the list moves the map. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const PAGE = 60;

  const plural = (count, one, many = `${one}s`) => `${firmgroundAtlas.number.format(count)} ${count === 1 ? one : many}`;

  /* Every event is in one of the parts, and the parts add up to all that were read. */
  const writeCounts = (root, counts, answers, claim) => {
    const { number, make } = firmgroundAtlas;
    const parts = [];
    if (counts.unplaced) parts.push(`${number.format(counts.unplaced)} without a place, in the list only`);
    if (counts.otherDays) parts.push(`${number.format(counts.otherDays)} on other days`);
    if (counts.filtered) parts.push(`${number.format(counts.filtered)} left out by the filters`);
    const lead = make("strong", number.format(counts.shown));
    const rest = parts.length ? `; ${parts.join("; ")}.` : ".";
    const said = [`${counts.shown === 1 ? "is" : "are"} on the map${rest}`];
    if (counts.undated) said.push(`${plural(counts.undated, "event has", "events have")} no day and ${counts.undated === 1 ? "is" : "are"} shown on every day.`);
    if (counts.open) said.push(`${number.format(counts.open)} may be of another day and ${counts.open === 1 ? "is" : "are"} drawn faint.`);
    if (claim) {
      const [none, cannot, may, must] = answers;
      const asked = `${number.format(must)} must, ${number.format(may)} may, ${number.format(cannot)} cannot be ${claim.that}`;
      said.push(`Of those shown, ${asked}${none ? `; ${number.format(none)} not counted by the claim` : ""}.`);
    }
    root.replaceChildren(lead, ` of ${plural(counts.all, "event")} ${said.join(" ")}`);
  };

  class List {
    constructor(root, more, events, { onFocus, onOpen }) {
      Object.assign(this, { root, more, events, onFocus, onOpen, length: PAGE });
      const rowOf = (target) => target.closest?.("a[data-row]")?.dataset.row;
      root.addEventListener("click", (event) => {
        const row = rowOf(event.target);
        if (row === undefined || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        onOpen(Number(row));
      });
      root.addEventListener("focusin", (event) => {
        const row = rowOf(event.target);
        if (row !== undefined && event.target.matches(":focus-visible")) onFocus(Number(row));
      });
      more.addEventListener("click", () => {
        const last = root.children.length;
        this.length += PAGE;
        this.put();
        root.children[last]?.querySelector("a").focus();
      });
    }

    reset() {
      this.length = PAGE;
    }

    put() {
      const { events, root, more } = this;
      const items = [];
      let all = 0;
      for (const row of events.order) {
        if (!events.shown[row]) continue;
        all += 1;
        if (items.length < this.length) items.push(this.item(row));
      }
      // The items are made anew; whoever was on one stays on it.
      const on = root.contains(document.activeElement) ? document.activeElement.dataset.row : undefined;
      root.replaceChildren(...items);
      if (on !== undefined) root.querySelector(`a[data-row="${on}"]`)?.focus({ preventScroll: true });
      const left = all - items.length;
      more.hidden = left <= 0;
      more.textContent = `Show ${firmgroundAtlas.number.format(Math.min(PAGE, left))} more of ${firmgroundAtlas.number.format(left)}`;
      if (!all) root.append(firmgroundAtlas.make("li", "No event is shown. Take a filter off or choose all days.", "soft"));
    }

    item(row) {
      const { events } = this;
      const { make, sayDays } = firmgroundAtlas;
      const item = make("li");
      const link = make("a");
      const place = events.place[row];
      link.href = `/events/${row}`;
      link.dataset.row = row;
      link.append(make("bdi", events.data.places.label[place] || "Unknown place"));
      const about = make("span", "", "soft");
      about.append(sayDays(events.data.first, events.start[row], events.stop[row]));
      const by = events.data.by[events.by[row]];
      if (by) about.append(" · ", make("bdi", by));
      if (!events.optionsOf[place].length) about.append(" · no place");
      if (events.optionsOf[place].length > 1) about.append(` · one of ${events.optionsOf[place].length} places`);
      item.append(link, " ", about);
      return item;
    }
  }

  /* The panel: one event, as the app words it, or the events under a point. */
  class Panel {
    constructor(root, { onOpen, onClose }) {
      Object.assign(this, { root, onOpen, onClose, asked: 0 });
      root.addEventListener("keydown", (event) => {
        if (event.key === "Escape") onClose();
      });
    }

    _frame(...content) {
      const { make } = firmgroundAtlas;
      const close = make("button", "Close", "plain-button close");
      close.type = "button";
      close.addEventListener("click", () => this.onClose());
      this.root.replaceChildren(close, ...content);
      this.root.hidden = false;
    }

    close() {
      this.asked += 1;
      this.root.hidden = true;
      this.root.replaceChildren();
    }

    /* The words of one event come from the app as a part of a page, escaped there. */
    async event(row, { claim, map, focus }) {
      const asked = (this.asked += 1);
      const query = new URLSearchParams();
      if (claim >= 0) query.set("claim", claim);
      if (map >= 0) query.set("map", map);
      const body = firmgroundAtlas.make("div");
      body.setAttribute("aria-busy", "true");
      this._frame(body);
      if (focus) this.root.focus({ preventScroll: false });
      await globalThis.htmx.ajax("GET", `/map/event/${row}?${query}`, { target: body, swap: "innerHTML" });
      if (asked === this.asked) body.removeAttribute("aria-busy");
    }

    /* `ground`: what the map says of the point, "" if no map is shown. */
    under(rows, ground, list) {
      const { make } = firmgroundAtlas;
      this.asked += 1;
      const title = make("h2", rows.length ? `${plural(rows.length, "event")} may have been here` : "No event here");
      const content = [title];
      if (ground) content.push(make("p", ground, "sans"));
      if (rows.length) {
        const root = make("ol", "", "events sans");
        for (const row of rows.slice(0, PAGE)) root.append(list.item(row));
        root.addEventListener("click", (event) => {
          const row = event.target.closest?.("a[data-row]")?.dataset.row;
          if (row === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          this.onOpen(Number(row));
        });
        content.push(root);
        if (rows.length > PAGE) content.push(make("p", `and ${firmgroundAtlas.number.format(rows.length - PAGE)} more: come nearer to tell them apart`, "soft sans"));
      }
      this._frame(...content);
    }
  }

  Object.assign(firmgroundAtlas, { writeCounts, List, Panel });
})();
