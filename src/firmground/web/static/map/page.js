/* The page itself: it fetches the data, keeps the address in step with what is shown, and passes on what was chosen.
   The address holds the day, the map, the claim, the filters, the event and the view, so that it can be sent on. */
"use strict";
(() => {
  const atlas = globalThis.firmgroundAtlas;
  const find = (id) => document.getElementById(id);
  const root = find("atlas");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const shown = { draw: "", day: 0, show: "whole", map: -1, claim: -1, event: -1, chosen: {} };
  const parts = new Map(); // address -> promise of its data
  let data, land, events, renderer, overlay, clock, facets, list, panel, colours, ground = null, standing = null;
  let due = false;

  const get = (path) => {
    if (!parts.has(path)) {
      parts.set(path, fetch(path).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer.json();
      }).then((found) => {
        // Data of two checks do not belong together: after an edit the whole page is loaded again.
        if (data && found.check !== data.check) location.reload();
        return found;
      }));
    }
    return parts.get(path);
  };

  // The address.

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    shown.draw = query.get("draw") === "webgl" ? "webgl" : "";
    const number = (list, id) => list.findIndex((one) => one.id === id);
    const own = data.claims[number(data.claims, query.get("claim"))];
    shown.claim = own ? own.number : -1;
    shown.map = query.has("map") ? number(data.maps, query.get("map")) : own ? own.map : data.maps.length ? 0 : -1;
    const day = atlas.readDay(query.get("day") ?? "");
    shown.show = ["until", "day"].includes(query.get("show")) ? query.get("show") : "whole";
    shown.day = day === null ? data.days - 1 : day - data.first;
    shown.event = /^\d+$/.test(query.get("event") ?? "") && Number(query.get("event")) < events.count ? Number(query.get("event")) : -1;
    for (const { name, keys } of events.facets) {
      shown.chosen[name].clear();
      for (const key of query.getAll(name)) if (keys.includes(key)) shown.chosen[name].add(keys.indexOf(key));
    }
    const view = (query.get("view") ?? "").split(",").map(Number);
    return view.length === 3 && view.every(Number.isFinite) ? view : null;
  };

  const writeAddress = (step) => {
    const query = new URLSearchParams();
    const claim = claimOf();
    if (claim) query.set("claim", claim.id);
    if (shown.map >= 0) query.set("map", data.maps[shown.map].id);
    else if (data.maps.length) query.set("map", "");
    if (shown.show !== "whole") query.set("show", shown.show);
    if (data.days > 0 && (shown.show !== "whole" || shown.day !== data.days - 1)) query.set("day", atlas.isoDay(data.first + shown.day));
    for (const { name, keys } of events.facets) for (const value of shown.chosen[name]) query.append(name, keys[value]);
    if (shown.event >= 0) query.set("event", shown.event);
    if (shown.draw) query.set("draw", shown.draw);
    query.set("view", renderer.view().map((part, at) => part.toFixed(at < 2 ? 3 : 2)).join(","));
    const address = `${location.pathname}?${query.toString().replaceAll("%2C", ",")}`;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };

  let later = 0;
  const writeSoon = () => {
    clearTimeout(later);
    later = setTimeout(() => writeAddress(false), 300);
  };

  // What is shown.

  const claimOf = () => data.claims.find((claim) => claim.number === shown.claim) ?? null;

  const fetchChosen = async () => {
    const [map, claim] = [shown.map, shown.claim];
    const found = await Promise.all([
      map < 0 ? null : get(`/map/ground/${map}`),
      claim < 0 ? null : get(`/map/claim/${claim}`),
    ]);
    if (map !== shown.map || claim !== shown.claim) return;
    if (ground !== found[0]) {
      ground = found[0];
      renderer.setGround(ground ?? { base: [], faces: [], within: null, sites: [], rows: [] });
    }
    standing = found[1] && Uint8Array.from(found[1].standing, Number);
  };

  const update = () => {
    due = false;
    const { counts, answers, facetCounts } = events.select({ ...shown, standing });
    counts.notAsked = answers[0];
    if (shown.event >= 0) {
      for (const shape of events.optionsOf[events.place[shown.event]]) events.shapes[shape] = (events.shapes[shape] || atlas.PLAIN) | atlas.SELECTED;
    }
    renderer.setDay(shown.day);
    renderer.setStates(events.shapes);
    overlay.setPlaces(new Set(shown.event >= 0 ? [events.place[shown.event]] : []));
    overlay.setGround(ground, shown.day);
    atlas.writeCounts(find("counts"), counts, answers, standing && claimOf());
    facets.put(facetCounts);
    find("clear").hidden = !facets.any();
    list.put();
    clock.setBars(countFiltered());
    const several = events.shapes.some((state) => state & atlas.SEVERAL);
    const faint = events.shapes.some((state) => state & atlas.FAINT);
    const marks = { several, faint, notAsked: standing && answers[0] };
    atlas.writeKey(find("key"), { colours, data, claim: standing && claimOf(), ground, day: shown.day, marks });
    root.dataset.shown = counts.shown + counts.unplaced;
    root.dataset.drawn = (Number(root.dataset.drawn) || 0) + 1;
  };

  /* The bars follow the filters and not the clock, so they are counted again only when a filter was changed. */
  let counted = null, countedFor = "";
  const countFiltered = () => {
    const key = JSON.stringify(events.facets.map(({ name }) => [...shown.chosen[name]]));
    if (key !== countedFor) {
      const passes = events.facets.map(({ name, sets }) => sets.map((set) => !shown.chosen[name].size || set.some((value) => shown.chosen[name].has(value))));
      const passing = (row) => events.facets.every((facet, at) => passes[at][facet.of[row]]);
      [counted, countedFor] = [atlas.countDays(events, data.days, passing), key];
    }
    return counted;
  };

  const updateSoon = () => {
    if (!due) requestAnimationFrame(update);
    due = true;
    root.dataset.settled = "";
  };

  const change = async ({ step = true, refetch = false } = {}) => {
    root.dataset.settled = "";
    if (refetch) await fetchChosen();
    list.reset();
    updateSoon();
    writeAddress(step);
  };

  const openEvent = (row, { focus = true, step = true } = {}) => {
    shown.event = row;
    panel.event(row, { claim: shown.claim, map: shown.map, focus });
    moveTo(row);
    change({ step });
  };

  const closePanel = () => {
    const row = shown.event;
    panel.close();
    shown.event = -1;
    change();
    (find("list").querySelector(`[data-row="${row}"]`) ?? renderer.canvas).focus();
  };

  const moveTo = (row) => {
    const shapes = events.optionsOf[events.place[row]];
    if (!shapes.length) return;
    const [west, south, east, north] = events.boundsOf(shapes);
    const [left, bottom] = renderer.project(west, south), [right, top] = renderer.project(east, north);
    const [width, height] = renderer.size();
    const inView = left >= 0 && top >= 0 && right <= width && bottom <= height;
    if (!inView || right - left < 6) renderer.fit([west, south, east, north], Math.max(8, renderer.view()[2]));
  };

  const groundAt = (lon, lat) => {
    if (!ground || data.maps[shown.map].listed) return "";
    const here = [...ground.faces, ...ground.base].filter(
      ({ properties: { a, z }, geometry }) => a <= shown.day && shown.day < z && atlas.inside(geometry, lon, lat),
    );
    const sure = here.filter(({ properties }) => properties.s);
    const words = (faces) => [...new Set(faces.map(({ properties }) => data.holdings[properties.h].words))].join(", or ");
    const day = atlas.sayDay(data.first + shown.day);
    if (!here.length) return `On ${day} the map says nothing of this ground.`;
    return sure.length ? `Ground on ${day}: ${words(sure.slice(0, 1))}.` : `Ground on ${day}: perhaps ${words(here)}.`;
  };

  const pick = (lon, lat, { x, y }) => {
    const [farLon, farLat] = renderer.unproject(x + renderer.leastPixels() + 2, y);
    const rows = events.rowsAtShapes(events.shapesAt(lon, lat, atlas.kilometres(lon, lat, farLon, farLat)));
    if (rows.length === 1) openEvent(rows[0]);
    else {
      shown.event = -1;
      panel.under(rows, groundAt(lon, lat), list);
      change();
    }
  };

  // Building.

  const draw = (view) => {
    renderer?.destroy();
    find("map").replaceChildren();
    colours = atlas.readColours(root);
    const options = {
      events, land, colours, holdings: data.holdings, view, still, onClick: pick,
      onIdle: () => { if (!due) root.dataset.settled = root.dataset.drawn; },
      onMove: () => { overlay?.draw(); if (overlay) writeSoon(); },
    };
    overlay = null;
    renderer = null;
    if (atlas.hasGl(shown.draw === "webgl")) {
      try {
        renderer = atlas.startGl(find("map"), options);
      } catch (fault) {
        console.warn("The map is drawn without WebGL:", fault);
        find("map").replaceChildren();
      }
    }
    renderer ??= atlas.startFlat(find("map"), options);
    find("flag").hidden = renderer.kind !== "canvas";
    find("slow").hidden = !atlas.hasGl(true);
    root.dataset.drawn = 0;
    overlay = new atlas.Overlay(find("words"), renderer, events, colours, data);
    renderer.canvas.setAttribute("aria-label", "Map. Arrow keys move it, plus and minus change the scale, Enter tells what is in the middle.");
    renderer.canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const [width, height] = renderer.size();
      pick(...renderer.unproject(width / 2, height / 2), { x: width / 2, y: height / 2 });
    });
    if (ground) renderer.setGround(ground);
  };

  const listen = () => {
    find("claim").addEventListener("change", ({ target }) => {
      shown.claim = target.value === "" ? -1 : Number(target.value);
      const claim = claimOf();
      if (claim && claim.map >= 0) shown.map = claim.map;
      putChoices();
      change({ refetch: true }).then(() => shown.event >= 0 && openEvent(shown.event, { focus: false, step: false }));
    });
    find("ground")?.addEventListener("change", ({ target }) => {
      shown.map = target.value === "" ? -1 : Number(target.value);
      change({ refetch: true });
    });
    find("clear").addEventListener("click", () => {
      facets.clear();
      change();
      find("facets").querySelector("summary").focus();
    });
    find("slow").addEventListener("click", () => {
      shown.draw = "webgl";
      draw(renderer.view());
      change();
    });
    find("nearer").addEventListener("click", () => renderer.zoom(1));
    find("farther").addEventListener("click", () => renderer.zoom(-1));
    find("whole").addEventListener("click", () => renderer.fit(data.bounds, 10));
    addEventListener("popstate", async () => {
      const view = readAddress();
      await fetchChosen();
      putChoices();
      if (view) renderer.setView(view);
      if (shown.event >= 0) panel.event(shown.event, { ...shown, focus: false });
      else panel.close();
      updateSoon();
    });
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => { draw(renderer.view()); updateSoon(); });
    }
  };

  const putChoices = () => {
    find("claim").value = shown.claim < 0 ? "" : shown.claim;
    if (find("ground")) find("ground").value = shown.map < 0 ? "" : shown.map;
    clock.put(shown.day, shown.show);
  };

  const start = async () => {
    [data, land] = await Promise.all([get("/map/data"), get("/map/land")]);
    events = new atlas.Events(data);
    facets = new atlas.Facets(find("facets"), events.facets, shown.chosen, () => change());
    list = new atlas.List(find("list"), find("more"), events, { onFocus: moveTo, onOpen: openEvent });
    panel = new atlas.Panel(find("panel"), { onOpen: openEvent, onClose: closePanel });
    clock = new atlas.Clock(find("clock"), data, () => {
      [shown.day, shown.show] = [clock.day, clock.show];
      list.reset();
      updateSoon();
      writeSoon();
    });
    const view = readAddress();
    draw(view);
    await fetchChosen();
    putChoices();
    listen();
    update();
    await renderer.loaded;
    find("wait").hidden = true;
    if (!view) renderer.fit(data.bounds, 10, false); // the frame has its last height only now
    if (shown.event >= 0) {
      panel.event(shown.event, { ...shown, focus: false });
      if (!view) moveTo(shown.event);
    }
    root.dataset.ready = renderer.kind;
  };

  start().catch((fault) => {
    find("wait").textContent = "The map could not be loaded. The list of events is under Events.";
    throw fault;
  });
})();
