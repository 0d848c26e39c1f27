/* Discs and areas on the canvas. A disc is painted once for each texture and size and then only copied; its hatching
   is painted in every phase, so that copies put anywhere share one hatching that stays still on the screen. */
const FAINT = 0.36, BIG = 60, SMALL = 5.5, SHORT = 12;

/* Whether a disc of this style is drawn hollow, hatched, solid, or (not counted) as a bare ring. */
function textureOf(style) {
  if (style === 0) return "other";
  if (style === 7) return "plain";
  return ["", "cannot", "may", "must"][style & 3];
}

function makeSprites(look) {
  const kept = new Map();
  return (style, radius, phase) => {
    const key = ((radius * 8 + style) * 64 + phase) | 0;
    let sprite = kept.get(key);
    if (!sprite) {
      const half = Math.ceil(radius / 2 + 2 * look.dpr), size = 2 * half + 1;
      const tile = makeTile(size, size, (context) => {
        context.beginPath();
        context.arc(half + 0.5, half + 0.5, radius / 2, 0, 2 * Math.PI);
        paintRegion(context, style, look, radius / 2, { k: 1, x: phase, y: 0 });
      });
      sprite = readSprite(tile, half, size);
      kept.set(key, sprite);
    }
    return sprite;
  };
}

/* The pixels of a sprite, and for each row: where it begins and ends, its opaque run, and whether that has one colour. */
function readSprite(tile, half, size) {
  const pixels = new Uint32Array(tile.getContext("2d").getImageData(0, 0, size, size).data.buffer), rows = new Int16Array(size * 5);
  for (let y = 0; y < size; y += 1) {
    const at = (x) => pixels[y * size + x], opaque = (x) => at(x) >>> 24 === 255;
    let from = 0, to = size, plain = 1;
    while (from < to && !(at(from) >>> 24)) from += 1;
    while (to > from && !(at(to - 1) >>> 24)) to -= 1;
    let first = half, last = half;
    if (from < to && opaque(half)) {
      while (first > from && opaque(first - 1)) first -= 1;
      while (last < to && opaque(last)) last += 1;
    }
    // The opaque rim of a solid disc has another colour than its middle: the run of one colour is the longer gain.
    const rim = [first, last];
    while (rim[0] < half && at(rim[0]) !== at(half)) rim[0] += 1;
    while (rim[1] > half && at(rim[1] - 1) !== at(half)) rim[1] -= 1;
    for (let x = rim[0]; x < rim[1]; x += 1) if (at(x) !== at(half)) plain = 0;
    rows.set(plain ? [from, to, rim[0], rim[1], 1] : [from, to, first, last, 0], y * 5);
  }
  return { half, size, pixels, rows };
}

/* Copies a sprite over opaque pixels, thinned to `alpha` (of 256). A canvas copies thousands of small pictures slowly. */
function copySprite(target, wide, tall, { half, size, pixels, rows }, x, y, alpha) {
  const left = x - half, top = y - half, last = Math.min(size, tall - top);
  for (let row = Math.max(0, -top); row < last; row += 1) {
    const from = Math.max(rows[row * 5], -left), to = Math.min(rows[row * 5 + 1], wide - left);
    const own = row * size, at = (top + row) * wide + left;
    const first = Math.max(from, rows[row * 5 + 2]), stop = Math.min(to, rows[row * 5 + 3]);
    if (alpha < 256 || stop - first < SHORT) {
      mixRow(target, at, pixels, own, from, to, alpha);
      continue;
    }
    mixRow(target, at, pixels, own, from, first, alpha);
    if (rows[row * 5 + 4]) target.fill(pixels[own + half], at + first, at + stop);
    else target.set(pixels.subarray(own + first, own + stop), at + first);
    mixRow(target, at, pixels, own, stop, to, alpha);
  }
}

function mixRow(target, at, pixels, own, from, to, alpha) {
  for (let x = from; x < to; x += 1) {
    const over = pixels[own + x], share = ((over >>> 24) * alpha + 128) >> 8;
    if (share > 254) {
      target[at + x] = over;
      continue;
    }
    const under = target[at + x], keep = 256 - share - (share >> 7), take = 256 - keep;
    const red = ((over & 255) * take + (under & 255) * keep) >> 8;
    const green = (((over >> 8) & 255) * take + ((under >> 8) & 255) * keep) >> 8;
    const blue = (((over >> 16) & 255) * take + ((under >> 16) & 255) * keep) >> 8;
    target[at + x] = 0xff000000 | (blue << 16) | (green << 8) | red;
  }
}

/* Fills and outlines the current path (or the one given) in the texture of a style. */
function paintRegion(context, style, look, radius, view, path) {
  const { palette, dpr } = look, texture = textureOf(style), alpha = context.globalAlpha, unit = dpr / (path ? view.k : 1);
  if (texture !== "other") {
    if (texture === "must") context.fillStyle = palette.data;
    else if (texture === "may") setFill(context, radius < SMALL * dpr ? look.hatchFine : look.hatch, view);
    else context.fillStyle = palette.land;
    context.globalAlpha = alpha * (texture === "cannot" ? 0.6 : texture === "plain" ? 0.45 : 1);
    if (path) context.fill(path, "evenodd");
    else context.fill();
    context.globalAlpha = alpha;
  }
  context.lineWidth = (texture === "other" ? 0.9 : 1.15) * unit;
  context.strokeStyle = texture === "must" ? palette.land : texture === "other" ? palette.soft : palette.data;
  if (style & 4 && style !== 7) context.setLineDash([3 * unit, 2.2 * unit]);
  if (path) context.stroke(path);
  else context.stroke();
  context.setLineDash([]);
}

/* How many glyphs, from the first of the order, are drawn as paths: areas and large discs. */
function countPaths({ order, shape, radius }, view, look) {
  let n = 0;
  while (n < order.length && (shape[order[n]] >= 0 || Math.max(view.least, radius[order[n]] * view.k) > BIG * look.dpr)) n += 1;
  return n;
}

function drawPaths(context, view, glyphs, laid, look, paths) {
  const { x, y, radius, shape, style, level, order } = glyphs;
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (let n = 0; n < paths; n += 1) {
    const g = order[n], alpha = level[g] === 1 ? FAINT : 1;
    if (!level[g]) continue;
    if (shape[g] >= 0) drawArea(context, view, laid.shapes[shape[g]], style[g], look, alpha);
    else drawBig(context, view, x[g], y[g], Math.max(view.least, radius[g] * view.k), style[g], look, alpha);
  }
  context.globalAlpha = 1;
}

/* All other discs, copied over the pixels of a canvas. */
function copyDiscs(target, view, glyphs, look, sprites, paths) {
  const { x, y, radius, style, level, order } = glyphs, thin = Math.round(FAINT * 256);
  for (let n = paths; n < order.length; n += 1) {
    const g = order[n];
    if (!level[g]) continue;
    const wide = Math.max(view.least, radius[g] * view.k), twice = Math.round(wide * 2), half = Math.ceil(twice / 2 + 2 * look.dpr);
    const across = Math.round(x[g] * view.k + view.x), down = Math.round(y[g] * view.k + view.y);
    if (across + half < 0 || across - half >= view.wide || down + half < 0 || down - half >= view.tall) continue;
    const period = twice / 2 < SMALL * look.dpr ? look.fine : look.period;
    const phase = (style[g] & 3) === 2 ? (((across + down - 2 * half) % period) + period) % period : 0;
    copySprite(target, view.wide, view.tall, sprites(style[g], twice, phase), across, down, level[g] === 1 ? thin : 256);
  }
}

function drawBig(context, view, x, y, wide, style, look, alpha) {
  const across = x * view.k + view.x, down = y * view.k + view.y;
  if (across + wide < 0 || across - wide > view.wide || down + wide < 0 || down - wide > view.tall) return;
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(across, down, wide, 0, 2 * Math.PI);
  paintRegion(context, style, look, wide, null);
}

function drawArea(context, view, { path, box }, style, look, alpha) {
  if (box[2] * view.k + view.x < 0 || box[0] * view.k + view.x > view.wide) return;
  context.setTransform(view.k, 0, 0, view.k, view.x, view.y);
  context.globalAlpha = alpha;
  paintRegion(context, style, look, Infinity, view, path);
  context.setTransform(1, 0, 0, 1, 0, 0);
}

/* The glyphs that stand under a point, the uppermost first. */
function glyphsAt(context, view, glyphs, laid, look, x, y) {
  const found = [], { order, level, shape, radius } = glyphs;
  for (let n = order.length - 1; n >= 0; n -= 1) {
    const g = order[n];
    if (!level[g]) continue;
    if (shape[g] >= 0) {
      if (context.isPointInPath(laid.shapes[shape[g]].path, (x - view.x) / view.k, (y - view.y) / view.k, "evenodd")) found.push(g);
      continue;
    }
    const reach = Math.max(view.least, radius[g] * view.k, 5 * look.dpr);
    if (Math.hypot(glyphs.x[g] * view.k + view.x - x, glyphs.y[g] * view.k + view.y - y) <= reach) found.push(g);
  }
  return found;
}
