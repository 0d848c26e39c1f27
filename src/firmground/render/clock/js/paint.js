/* Colours from the page's style sheet, and the textures made of them. A texture is fixed to the screen: it does not
   move with what it fills. Must is solid, may hatched, cannot hollow, for events and for ground coded by hand. */
const TINTS = 8, PATTERNS = ["plain", "plain", "plain", "upright", "level", "dots", "upright", "level"];

function readPalette(element) {
  const style = window.getComputedStyle(element), read = (name) => style.getPropertyValue(`--${name}`).trim();
  const palette = { tints: [], lines: [] };
  for (const name of ["paper", "ink", "soft", "hair", "data", "claim", "sea", "land", "border", "nobody", "somebody"])
    palette[name] = read(name);
  for (let n = 0; n < TINTS; n += 1) {
    palette.tints.push(read(`tint-${n}`));
    palette.lines.push(read(`tint-${n}-line`));
  }
  palette.font = read("sans");
  return palette;
}

function makeTile(wide, tall, draw) {
  const tile = document.createElement("canvas");
  tile.width = wide;
  tile.height = tall;
  draw(tile.getContext("2d"), wide, tall);
  return tile;
}

/* Fills in device pixels; `set(context, fill, view)` keeps a texture still while the map beneath it moves. */
function makeLook(palette, dpr, scene) {
  const pixels = (size) => Math.max(1, Math.round(size * dpr));
  const look = { palette, dpr, pixels, period: pixels(7), fine: pixels(4) };
  look.hatch = hatchTile(look.period, pixels(2.4), palette.paper, palette.data);
  look.hatchFine = hatchTile(look.fine, pixels(1.7), palette.paper, palette.data);
  look.unmapped = makeTile(pixels(5), pixels(5), (context, wide, tall) => {
    context.fillStyle = palette.land;
    context.fillRect(0, 0, wide, tall);
    context.fillStyle = palette.border;
    context.fillRect(0, 0, pixels(1), pixels(1));
  });
  look.holdings = scene.holdings.map((holding) => holdingFill(holding, look));
  return look;
}

/* Lines that rise to the right: points of equal x + y. */
function hatchTile(period, thick, ground, line) {
  return makeTile(period, period, (context) => {
    context.fillStyle = ground;
    context.fillRect(0, 0, period, period);
    context.fillStyle = line;
    for (let y = 0; y < period; y += 1)
      for (let n = 0; n < thick; n += 1) context.fillRect((((n - y) % period) + period) % period, y, 1, 1);
  });
}

function holdingFill({ ground, holders, coded }, look) {
  const { palette } = look;
  if (ground === "unmapped") return look.unmapped;
  if (ground === "nobody") return palette.nobody;
  if (coded) {
    const tint = palette.tints[coded[0] % TINTS];
    if (coded[1] === "must") return tint;
    return coded[1] === "may" ? hatchTile(look.period, look.pixels(3.2), palette.land, tint) : palette.land;
  }
  return holders.length > 1 ? contestedTile(holders, look) : partyFill(holders[0], look);
}

function partyFill(party, look) {
  const { palette, pixels } = look;
  if (party < 0 || party === undefined) return crossTile(look);
  const tint = palette.tints[party % TINTS], line = palette.lines[party % TINTS];
  const kind = PATTERNS[(party + Math.floor(party / TINTS) * 3) % TINTS];
  if (kind === "plain") return tint;
  const size = pixels(kind === "dots" ? 5 : 4);
  return makeTile(size, size, (context) => {
    context.fillStyle = tint;
    context.fillRect(0, 0, size, size);
    context.fillStyle = line;
    if (kind === "upright") context.fillRect(0, 0, pixels(1), size);
    else if (kind === "level") context.fillRect(0, 0, size, pixels(1));
    else context.fillRect(pixels(1), pixels(1), pixels(1.6), pixels(1.6));
  });
}

/* Held by somebody whom the map does not name. */
function crossTile({ palette, pixels }) {
  const size = pixels(9);
  return makeTile(size, size, (context) => {
    context.fillStyle = palette.somebody;
    context.fillRect(0, 0, size, size);
    context.fillStyle = palette.soft;
    context.fillRect(pixels(2), pixels(4), pixels(5), pixels(1));
    context.fillRect(pixels(4), pixels(2), pixels(1), pixels(5));
  });
}

/* Stripes of all who contest it, falling to the right so that they are not taken for the hatching of "may". */
function contestedTile(holders, { palette, pixels }) {
  const band = pixels(6), size = band * holders.length;
  return makeTile(size, size, (context) => {
    for (let y = 0; y < size; y += 1)
      holders.forEach((party, n) => {
        context.fillStyle = party < 0 ? palette.somebody : palette.tints[party % TINTS];
        const from = (n * band + y) % size;
        context.fillRect(from, y, band, 1);
        if (from + band > size) context.fillRect(0, y, from + band - size, 1);
      });
  });
}

/* Sets the fill so that a texture stays where it is on the screen, whatever the transform. */
function setFill(context, fill, view) {
  if (typeof fill === "string") {
    context.fillStyle = fill;
    return;
  }
  const pattern = context.createPattern(fill, "repeat");
  if (view) pattern.setTransform(new DOMMatrix([1 / view.k, 0, 0, 1 / view.k, -view.x / view.k, -view.y / view.k]));
  context.fillStyle = pattern;
}
