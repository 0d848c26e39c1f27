/* The filters: one list of ticks a facet, each with how many events it would leave, and the key of what is drawn. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const FEW = 8; // values shown before the list is opened
  const MOST_HOLDERS = 10;
  const number = new Intl.NumberFormat("en-GB");

  const make = (tag, words = "", classes = "") => {
    const element = document.createElement(tag);
    if (words !== "") element.textContent = words;
    if (classes) element.className = classes;
    return element;
  };

  /* `chosen`: facet name -> set of value numbers, changed in place; `onChange` is told after each change. */
  class Facets {
    constructor(root, facets, chosen, onChange) {
      Object.assign(this, { root, facets, chosen });
      this.rows = facets.map((facet) => {
        chosen[facet.name] = new Set();
        const box = make("details");
        // What one value says of all events is no filter; it is still told, so that nothing is hidden.
        box.open = facet.keys.length > 1 && ["actor", "precision", "status"].includes(facet.name);
        const title = make("summary", facet.title);
        const sum = make("span", "", "soft");
        title.append(" ", sum);
        const list = make("ul", "", "ticks");
        const ticks = facet.names.map((name, value) => {
          const item = make("li"), label = make("label"), tick = make("input"), words = make("bdi", name), count = make("span", "", "num");
          tick.type = "checkbox";
          tick.name = facet.name;
          tick.addEventListener("change", () => {
            if (tick.checked) chosen[facet.name].add(value);
            else chosen[facet.name].delete(value);
            onChange();
          });
          label.append(tick, words, count);
          item.append(label);
          if (value >= FEW) item.hidden = true;
          list.append(item);
          return { tick, count, item };
        });
        box.append(title, list);
        if (facet.names.length > FEW) {
          const all = make("button", `All ${number.format(facet.names.length)}`, "plain-button");
          all.type = "button";
          all.addEventListener("click", () => {
            for (const { item } of ticks) item.hidden = false;
            all.remove();
          });
          box.append(all);
        }
        root.append(box);
        return { box, ticks, sum };
      });
    }

    put(counts) {
      this.rows.forEach(({ ticks, sum, box }, at) => {
        const chosen = this.chosen[this.facets[at].name];
        ticks.forEach(({ tick, count, item }, value) => {
          tick.checked = chosen.has(value);
          count.textContent = number.format(counts[at][value]);
          item.classList.toggle("none", counts[at][value] === 0);
          if (tick.checked) item.hidden = false;
        });
        sum.textContent = chosen.size ? `${chosen.size} chosen` : `${number.format(ticks.length)}`;
        if (chosen.size) box.open = true;
      });
    }

    any() {
      return this.facets.some(({ name }) => this.chosen[name].size);
    }

    clear() {
      for (const { name } of this.facets) this.chosen[name].clear();
    }
  }

  const swatch = (paint) => {
    const canvas = make("canvas", "", "swatch");
    canvas.width = 36;
    canvas.height = 24;
    canvas.setAttribute("aria-hidden", "true");
    // Small pictures are drawn faster by the processor than handed to a graphics card.
    paint(canvas.getContext("2d", { willReadFrequently: true }));
    return canvas;
  };

  const tiled = (tile) => swatch((context) => {
    context.fillStyle = context.createPattern(tile, "repeat");
    context.fillRect(0, 0, 36, 24);
  });

  /* What the textures on the map mean just now. */
  const writeKey = (root, { colours, data, claim, ground, day, marks }) => {
    const { answerTile, groundTile, unknownTile } = firmgroundAtlas;
    const items = [];
    const add = (picture, words) => items.push([picture, words]);
    const answer = (name) => {
      const picture = swatch((context) => {
        context.globalAlpha = name === "plain" ? 0.2 : 1;
        context.fillStyle = context.createPattern(answerTile(colours, name, 1), "repeat");
        context.fillRect(0, 0, 36, 24);
        context.globalAlpha = 1;
        context.strokeStyle = colours.data;
        context.lineWidth = 2.5;
        context.strokeRect(1, 1, 34, 22);
      });
      return picture;
    };
    if (claim) {
      for (const name of ["must", "may", "cannot"]) add(() => answer(name), name === "must" ? `must be ${claim.that}` : `${name} be`);
      if (marks.notAsked) add(() => answer("plain"), "not counted by the claim");
    } else add(() => answer("plain"), "an event, as wide as its place is known");
    if (marks.faint) {
      add(() => {
        const picture = answer("plain");
        picture.classList.add("faint");
        return picture;
      }, "faint: may be of another day");
    }
    if (marks.several) {
      add(() => swatch((context) => {
        context.strokeStyle = colours.data;
        context.lineWidth = 2.5;
        context.setLineDash([5, 4]);
        context.strokeRect(1, 1, 34, 22);
      }), "broken rim: one of several places");
    }
    if (ground) {
      const active = [...ground.base, ...ground.faces].map(({ properties }) => properties);
      for (const [, h, a, z, s] of ground.rows) active.push({ h, a, z, s });
      const now = [...new Set(active.filter(({ a, z, s }) => s && a <= day && day < z).map(({ h }) => h))];
      const told = new Map();
      for (const h of now) {
        const { words, ground: kind, holders, coded } = data.holdings[h];
        const plain = kind === "held" && !coded ? holderWords(data, holders) : words;
        if (!told.has(plain)) told.set(plain, h);
      }
      for (const [words, h] of [...told].slice(0, MOST_HOLDERS)) add(() => tiled(groundTile(colours, data.holdings[h], true, 2)), words);
      if (told.size > MOST_HOLDERS) add(null, `and ${told.size - MOST_HOLDERS} more`);
      if (ground.sites.length) {
        const lost = ground.lost ? `; ${number.format(ground.lost)} more have no coordinates` : "";
        add(null, `Squares: ${number.format(ground.sites.length)} listed places, each speaking for itself${lost}`);
      }
    }
    add(() => tiled(unknownTile(colours, 2)), ground ? "dots: the map says nothing" : "dots: no map of control is shown");
    // The key says the same on most days; it is drawn again only where it does not.
    const said = JSON.stringify([items.map(([, words]) => words), colours.paper]);
    if (said === root.said) return;
    root.said = said;
    root.replaceChildren(...items.map(([paint, words]) => {
      const item = make("li");
      if (paint) item.append(paint());
      item.append(make("bdi", words));
      return item;
    }));
  };

  const holderWords = (data, holders) => {
    const names = holders.map((party) => data.parties[party] ?? "a holder the map does not name");
    return names.length > 1 ? `contested by ${names.join(" and ")}` : `held by ${names[0]}`;
  };

  Object.assign(firmgroundAtlas, { Facets, writeKey, make, number });
})();
