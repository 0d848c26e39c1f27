/* Discs and areas on the canvas. A disc is painted once for each texture and size and then only copied; its hatching
   is painted in every phase, so that copies put anywhere share one hatching that stays still on the screen. */
const FAINT = 0.36, BIG = 60, SMALL = 5.5;

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
      sprite = makeTile(size, size, (context) => {
        context.beginPath();
        context.arc(half + 0.5, half + 0.5, radius / 2, 0, 2 * Math.PI);
        paintRegion(context, style, look, radius / 2, { k: 1, x: phase, y: 0 });
      });
      kept.set(key, sprite);
    }
    return sprite;
  };
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

function drawGlyphs(context, view, glyphs, laid, look, sprites) {
  const { x, y, radius, shape, style, level, order } = glyphs;
  let drawn = 0;
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (let n = 0; n < order.length; n += 1) {
    const g = order[n];
    if (!level[g]) continue;
    const alpha = level[g] === 1 ? FAINT : 1;
    if (shape[g] >= 0) {
      drawArea(context, view, laid.shapes[shape[g]], style[g], look, alpha);
      continue;
    }
    const at = Math.round(x[g] * view.k + view.x), up = Math.round(y[g] * view.k + view.y);
    const wide = Math.max(view.least, radius[g] * view.k);
    if (at + wide < 0 || at - wide > view.wide || up + wide < 0 || up - wide > view.tall) continue;
    drawn += 1;
    context.globalAlpha = alpha;
    if (wide > BIG * look.dpr) {
      context.beginPath();
      context.arc(at, up, wide, 0, 2 * Math.PI);
      paintRegion(context, style[g], look, wide, null);
    } else {
      const twice = Math.round(wide * 2), half = Math.ceil(twice / 2 + 2 * look.dpr);
      const period = twice / 2 < SMALL * look.dpr ? look.fine : look.period;
      const phase = (style[g] & 3) === 2 ? (((at + up - 2 * half) % period) + period) % period : 0;
      context.drawImage(sprites(style[g], twice, phase), at - half, up - half);
    }
  }
  context.globalAlpha = 1;
  return drawn;
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
