/* Names on the map: of what is undecided first, each at the first side where it touches no other; and the names of
   those who hold the ground, written on it. */
const SIDES = [[1, 0, "start"], [-1, 0, "end"], [0.7, -0.9, "start"], [0.7, 0.9, "start"], [-0.7, -0.9, "end"], [-0.7, 0.9, "end"]];

/* A canvas forgets its type when its size changes (`forgetType`); to set it again each time would cost more than text. */
const TYPE = new WeakMap();

function setType(context, look, size, weight, slant) {
  const font = `${slant || ""} ${weight} ${size * look.dpr}px ${look.palette.font}`;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  if (TYPE.get(context) === font) return;
  TYPE.set(context, font);
  context.font = font;
  context.textBaseline = "middle";
  context.lineJoin = "round";
}

function forgetType(context) {
  TYPE.delete(context);
}

function writeWords(context, look, words, x, y, align, ink, halo) {
  context.textAlign = align === "end" ? "right" : align === "middle" ? "center" : "left";
  context.lineWidth = 3 * look.dpr;
  context.strokeStyle = halo;
  context.strokeText(words, x, y);
  context.fillStyle = ink;
  context.fillText(words, x, y);
}

function clip(words, most) {
  const letters = Array.from(words);
  return letters.length <= most ? words : `${letters.slice(0, most - 1).join("").trimEnd()}…`;
}

function touches(boxes, [left, top, right, bottom]) {
  return boxes.some((box) => left < box[2] && right > box[0] && top < box[3] && bottom > box[1]);
}

function drawLabels(context, view, scene, glyphs, look, picked) {
  const most = Math.max(6, Math.round(view.wide / look.dpr / 32)), written = new Set();
  // The corner of the buttons and that of the scale stay free.
  const boxes = [[view.wide - 44 * look.dpr, 0, view.wide, 112 * look.dpr], [0, view.tall - 32 * look.dpr, 90 * look.dpr, view.tall]];
  const cells = view.wide / look.dpr < 450 ? 18 : 26;
  setType(context, look, 11, 600);
  const queue = picked >= 0 ? [picked, ...glyphs.named] : glyphs.named;
  for (const g of queue) {
    if (written.size >= most) break;
    if (!glyphs.level[g]) continue;
    const x = glyphs.x[g] * view.k + view.x, y = glyphs.y[g] * view.k + view.y;
    if (x < 0 || x > view.wide || y < 0 || y > view.tall) continue;
    // Coordinates are no name: such a place has its number among the undecided, or nothing.
    const words = clip([glyphs.number[g] || "", nameOf(scene, glyphs.events[g][0])].join(" ").trim(), cells);
    if (!words || written.has(words)) continue;
    if (placeLabel(context, view, glyphs, g, look, words, x, y, boxes)) written.add(words);
  }
}

function placeLabel(context, view, glyphs, g, look, words, x, y, boxes) {
  const wide = context.measureText(words).width, tall = 13 * look.dpr, gap = 3 * look.dpr;
  const area = glyphs.shape[g] >= 0, reach = area ? 0 : Math.min(Math.max(view.least, glyphs.radius[g] * view.k), 60 * look.dpr) + gap;
  for (const [across, down, align] of area ? [[0, 0, "middle"]] : SIDES) {
    const at = x + across * reach, up = y + down * reach;
    const left = align === "start" ? at : align === "end" ? at - wide : at - wide / 2;
    const box = [left, up - tall / 2, left + wide, up + tall / 2];
    if (left < 0 || left + wide > view.wide || box[1] < 0 || box[3] > view.tall || touches(boxes, box)) continue;
    boxes.push(box);
    writeWords(context, look, words, at, up, align, look.palette.ink, look.palette.land);
    return true;
  }
  return false;
}

/* The name of each holder once, on the largest piece in view that has room for it. */
function drawHolders(context, view, scene, laid, look, map, day) {
  if (!map || map.listed) return;
  const { pieces } = map, { sure } = piecesOn(map, day), best = new Map(), boxes = [];
  for (const n of sure) {
    const shape = laid.shapes[pieces.shape[n]], [x, y] = laid.inner[pieces.shape[n]];
    const at = x * view.k + view.x, up = y * view.k + view.y;
    if (at < 0 || at > view.wide || up < 0 || up > view.tall) continue;
    const known = best.get(pieces.holding[n]);
    if (!known || shape.area > known.area) best.set(pieces.holding[n], { area: shape.area, at, up, box: shape.box });
  }
  setType(context, look, 11.5, 400, "italic");
  for (const [holding, { at, up, box }] of best) {
    const words = clip(sayHolders(scene, scene.holdings[holding]), 30), wide = context.measureText(words).width;
    const room = (box[2] - box[0]) * view.k, place = [at - wide / 2, up - 8 * look.dpr, at + wide / 2, up + 8 * look.dpr];
    if (wide > room * 1.6 || touches(boxes, place)) continue;
    boxes.push(place);
    writeWords(context, look, words, at, up, "middle", look.palette.ink, look.palette.land);
  }
}

function sayHolders(scene, { ground, holders, coded, words }) {
  if (ground === "nobody") return "nobody";
  if (coded || !holders.length) return words;
  return sayList(holders.map((party) => (party < 0 ? "somebody not named" : scene.parties[party])));
}
