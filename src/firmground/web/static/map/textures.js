/* The one visual language on the map: solid must, hatched may, hollow cannot; pale tints for ground, dots for ground
   of which nothing is known. Every texture is made here, as pixels, for both ways of drawing. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const STEP = 12; // pixels after which a texture repeats
  const TINTS = 8;

  /* The page's own colours; a map cannot read a style sheet by itself. */
  const readColours = (element) => {
    const style = getComputedStyle(element);
    const get = (name) => style.getPropertyValue(name).trim();
    const tints = Array.from({ length: TINTS }, (_, number) => get(`--ground-${number + 1}`));
    return {
      paper: get("--paper"), ink: get("--ink"), soft: get("--soft"), data: get("--data"), claim: get("--claim"),
      sea: get("--sea"), land: get("--land"), border: get("--border"), hair: get("--hair"),
      tints, other: get("--ground-other"), sans: get("--sans"),
    };
  };

  const rgb = (text) => {
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = text;
    const hex = probe.fillStyle;
    return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  };

  /* `ratio` pixels of the image for one of the screen's. */
  const tile = (ratio, paint) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = STEP * ratio;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.scale(ratio, ratio);
    paint(context);
    return canvas;
  };

  const fill = (context, colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, STEP, STEP);
  };

  /* Diagonal stripes that meet themselves at the edges of the tile. `at`, `width`: parts of the repeat. */
  const stripe = (context, colour, at, width, falling = false) => {
    context.save();
    if (falling) {
      context.translate(STEP, 0);
      context.scale(-1, 1);
    }
    context.fillStyle = colour;
    for (const start of [-1, 0, 1]) {
      const x = (start + at) * STEP;
      context.beginPath();
      context.moveTo(x, 0);
      context.lineTo(x + width * STEP, 0);
      context.lineTo(x + width * STEP + STEP, STEP);
      context.lineTo(x + STEP, STEP);
      context.fill();
    }
    context.restore();
  };

  const dots = (context, colour) => {
    context.fillStyle = colour;
    context.globalAlpha = 0.75;
    for (const [x, y] of [[3, 3], [9, 9]]) {
      context.beginPath();
      context.arc(x, y, 0.75, 0, 7);
      context.fill();
    }
  };

  const tintOf = (colours, party) => (party < 0 || party >= colours.tints.length ? colours.other : colours.tints[party]);

  /* Ground of one holding on a day on which it surely, or only perhaps, stood so. */
  const paintGround = (context, colours, holding, sure) => {
    const coded = holding.coded;
    const holders = coded ? [coded[0]] : holding.holders;
    if (holding.ground === "unmapped" || (coded && coded[1] === "cannot")) return;
    if (holding.ground === "nobody") {
      stripe(context, colours.border, 0, 0.08);
      return;
    }
    const tints = holders.map((party) => tintOf(colours, party));
    if (!sure || (coded && coded[1] === "may")) {
      // Half of the ground is left to see: which half and which way depends on the holder, so that two who may each
      // have held it are both seen.
      const party = Math.max(0, holders[0] ?? 0);
      stripe(context, tints[0] ?? colours.other, (party % 2) / 2, 0.5, party % 4 > 1);
      return;
    }
    fill(context, tints[0] ?? colours.other);
    for (let number = 1; number < tints.length; number += 1) {
      stripe(context, tints[number], number / tints.length, 1 / tints.length);
    }
  };

  /* Of events: the texture of one answer. */
  const paintAnswer = (context, colours, answer) => {
    if (answer === "must") fill(context, colours.data);
    if (answer === "may") {
      fill(context, colours.paper);
      for (const at of [0, 0.5]) stripe(context, colours.data, at, 0.2, true);
    }
    if (answer === "cannot") fill(context, colours.paper);
    if (answer === "plain") fill(context, colours.data);
  };

  const groundTile = (colours, holding, sure, ratio) => tile(ratio, (context) => paintGround(context, colours, holding, sure));
  const answerTile = (colours, answer, ratio) => tile(ratio, (context) => paintAnswer(context, colours, answer));
  const unknownTile = (colours, ratio) => tile(ratio, (context) => dots(context, colours.border));
  const pixels = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);

  Object.assign(firmgroundAtlas, { readColours, rgb, groundTile, answerTile, unknownTile, pixels, tintOf, paintGround, paintAnswer });
})();
