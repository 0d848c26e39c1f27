/* The map drawn by MapLibre. All sources are the app's own data, handed over as objects: no address is ever asked for
   a tile, a glyph or a picture. Names and listed places are drawn above it by overlay.js, in the browser's own fonts. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const EMPTY = { type: "FeatureCollection", features: [] };
  const AREA_LAYERS = [["cannot", 1, 0.62], ["may", 2, 0.9], ["must", 3, 0.84], ["plain", 4, 0.13]];
  const RATIO = 2; // pixels of a texture for one of the page
  const DEEPEST = 13;

  const feature = (geometry, properties = {}, id = undefined) => ({ type: "Feature", id, properties, geometry });
  const collect = (features) => ({ type: "FeatureCollection", features });
  const onDay = (day) => ["all", ["<=", ["get", "a"], day], [">", ["get", "z"], day]];
  const groundImage = ["concat", "ground-", ["to-string", ["get", "h"]], "-", ["to-string", ["get", "s"]]];
  const state = ["coalesce", ["feature-state", "s"], 0];
  const bits = (mask) => ["%", ["floor", ["/", state, mask]], 2];

  const style = (colours, land, areas) => ({
    version: 8,
    sources: {
      land: { type: "geojson", data: feature(land.land), attribution: "", maxzoom: 10, tolerance: 0.3 },
      borders: { type: "geojson", data: feature(land.borders), maxzoom: 10 },
      base: { type: "geojson", data: EMPTY, maxzoom: 10 },
      faces: { type: "geojson", data: EMPTY, maxzoom: 12 },
      within: { type: "geojson", data: EMPTY, maxzoom: 10 },
      areas: { type: "geojson", data: collect(areas.map((area, at) => feature(area, {}, at))), maxzoom: 12 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-outline-color": colours.border } },
      { id: "unknown", type: "fill", source: "land", paint: { "fill-pattern": "unknown" } },
      ...["base", "faces"].map((id) => (
        { id, type: "fill", source: id, filter: onDay(-9), paint: { "fill-pattern": groundImage, "fill-antialias": false } }
      )),
      { id: "face-lines", type: "line", source: "faces", filter: onDay(-9), paint: { "line-color": colours.border, "line-width": 0.8 } },
      { id: "within", type: "line", source: "within", paint: { "line-color": colours.soft, "line-width": 1 } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": colours.border, "line-width": 0.9 } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colours.border, "line-width": 1.1, "line-dasharray": [4, 3] } },
      ...(areas.length ? areaLayers(colours) : []),
    ],
  });

  const areaLayers = (colours) => [
    ...AREA_LAYERS.map(([answer, number, opacity]) => ({
      id: `areas-${answer}`, type: "fill", source: "areas",
      paint: {
        "fill-pattern": `answer-${answer}`,
        "fill-antialias": false,
        "fill-opacity": ["case", ["==", ["%", state, 8], number], ["case", ["==", bits(8), 1], 0.42 * opacity, opacity], 0],
      },
    })),
    { id: "areas-line", type: "line", source: "areas", paint: {
      "line-color": ["case", ["==", bits(32), 1], colours.claim, colours.data],
      "line-width": ["case", ["==", bits(32), 1], 2.6, 1.3],
      "line-opacity": ["case", ["==", ["%", state, 8], 0], 0, ["==", bits(8), 1], 0.42, 1],
    } },
  ];

  /* Can the browser draw WebGL 2, and with a graphics card? In software the plain canvas is many times faster. */
  const hasGl = (slowly) => {
    const gl = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: !slowly });
    if (!gl) return false;
    // Chromium does not own up to software that was asked for by name, but it says whose it is.
    const unmasked = gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER;
    const software = /swiftshader|llvmpipe|softpipe|software|basic render/i.test(gl.getParameter(unmasked));
    gl.getExtension("WEBGL_lose_context")?.loseContext();
    return slowly || !software;
  };

  /* Raises an error where the map cannot be drawn so: then the page draws on a plain canvas. */
  const startGl = (box, { events, land, colours, holdings, view, still, onMove, onClick, onIdle }) => {
    const { maplibregl } = globalThis;
    const { discLayer, groundTile, answerTile, unknownTile, pixels } = firmgroundAtlas;
    maplibregl.setWorkerUrl(box.dataset.worker);
    const [west, south, east, north] = land.box;
    const map = new maplibregl.Map({
      container: box,
      style: style(colours, land, events.data.areas),
      attributionControl: false,
      // Edges are smoothed in the shaders; smoothing each pixel again costs most where there is no graphics card.
      canvasContextAttributes: { antialias: false, contextType: "webgl2" },
      dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false,
      renderWorldCopies: false, maxZoom: DEEPEST, fadeDuration: 0, reduceMotion: still,
      maxBounds: east - west < 300 ? [[west, south], [east, north]] : undefined,
      ...(view ? { center: [view[0], view[1]], zoom: view[2] } : { bounds: boxOf(events.data.bounds), fitBoundsOptions: { padding: 28, maxZoom: 10 } }),
      validateStyle: false,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    const layer = discLayer(events, colours);
    let ground = null, day = 0, wanted = null, ready = false, stood = "";
    const before = new Uint8Array(events.areaCount);

    map.on("styleimagemissing", ({ id }) => {
      if (map.hasImage(id)) return;
      const [kind, number, sure] = id.split("-");
      let canvas = null;
      if (kind === "unknown") canvas = unknownTile(colours, RATIO);
      if (kind === "answer") canvas = answerTile(colours, number, RATIO);
      if (kind === "ground") canvas = groundTile(colours, holdings[Number(number)], sure === "1", RATIO);
      if (canvas) map.addImage(id, pixels(canvas), { pixelRatio: RATIO });
    });
    /* A filter lays out the ground anew, so it is set only where the ground of the day is another. */
    const putDay = () => {
      const active = ground ? [...ground.base, ...ground.faces].flatMap(({ properties: { a, z } }, at) => (a <= day && day < z ? [at] : [])) : [];
      const now = active.join();
      if (now === stood) return;
      stood = now;
      for (const id of ["base", "faces", "face-lines"]) map.setFilter(id, onDay(day));
    };
    const put = () => {
      if (!ready) return;
      putDay();
      if (!wanted) return;
      layer.setStates(wanted);
      for (let area = 0; area < events.areaCount; area += 1) {
        const next = wanted[events.discCount + area];
        if (next !== before[area]) map.setFeatureState({ source: "areas", id: area }, { s: next });
        before[area] = next;
      }
    };
    const putGround = () => {
      if (!ready || !ground) return;
      stood = "changed";
      map.getSource("base").setData(collect(ground.base));
      map.getSource("faces").setData(collect(ground.faces));
      map.getSource("within").setData(ground.within ? feature(ground.within) : EMPTY);
    };
    const loaded = new Promise((resolve) => {
      map.once("load", () => {
        map.addLayer(layer);
        ready = true;
        putGround();
        put();
        resolve();
      });
    });
    map.on("idle", onIdle);
    map.on("move", onMove);
    map.on("resize", onMove);
    map.on("click", ({ lngLat, point }) => onClick(lngLat.lng, lngLat.lat, point));

    return {
      kind: "webgl",
      loaded,
      canvas: map.getCanvas(),
      setGround(next) { ground = next; putGround(); },
      setDay(next) { day = next; },
      setStates(bytes) { wanted = bytes; put(); },
      project: (lon, lat) => { const { x, y } = map.project([lon, lat]); return [x, y]; },
      unproject: (x, y) => { const { lng, lat } = map.unproject([x, y]); return [lng, lat]; },
      size: () => [box.clientWidth, box.clientHeight],
      view: () => { const { lng, lat } = map.getCenter(); return [lng, lat, map.getZoom()]; },
      setView: ([lon, lat, zoom]) => map.jumpTo({ center: [lon, lat], zoom }),
      fit: (bounds, most = 9, move = !still) => map.fitBounds(boxOf(bounds), { padding: 40, maxZoom: most, animate: move, duration: 500 }),
      zoom: (by) => map.easeTo({ zoom: map.getZoom() + by, animate: !still, duration: 200 }),
      leastPixels: () => layer.leastPixels(),
      destroy: () => map.remove(),
    };
  };

  const boxOf = ([west, south, east, north]) => [[west, south], [east, north]];

  Object.assign(firmgroundAtlas, { startGl, hasGl });
})();
