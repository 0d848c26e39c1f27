/* The reading page by script: words light up under the field that rests on them, a click on words brings their record,
   and keys press what stands on the page. Without it all of that is there as links, folds and buttons. */
"use strict";
(() => {
  const rows = document.getElementById("rows");
  const said = document.getElementById("said");
  if (!rows) return;
  const words = [...rows.querySelectorAll(".w")].map((one) => ({ one, start: Number(one.id.slice(1)), stop: Number(one.dataset.stop) }));
  const groups = [...rows.querySelectorAll(".doc-cards")];
  const order = new Map([...rows.children].map((one, at) => [one, at + 1]));
  const wide = matchMedia("screen and (min-width: 60rem)");
  const places = new CSSStyleSheet();
  let doubted = "";

  for (const card of rows.querySelectorAll(".doc-card")) card.addEventListener("toggle", () => show(card));
  for (const kind of ["mouseover", "focusin"]) rows.addEventListener(kind, tell);
  for (const kind of ["mouseout", "focusout"]) rows.addEventListener(kind, (event) => { if (fieldOf(event.target)) light("told", ""); });
  rows.addEventListener("click", bring);
  document.addEventListener("keydown", press);
  for (const form of document.querySelectorAll(".doc form[method=post]")) form.addEventListener("submit", (event) => onlyOnce(event, form));
  // The address leads to the open record, and a browser that goes there takes the focus away from any field.
  addEventListener("load", () => setTimeout(begin));
  if (document.querySelector("[data-again]")) setTimeout(lookAgain, 2500);
  rows.classList.add("laid");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, places];
  const resized = new ResizeObserver(lay);
  for (const one of [...rows.children, ...groups]) resized.observe(one);
  wide.addEventListener("change", lay);
  lay();
  const spoken = openCard();
  if (spoken) show(spoken);

  /* The open record stands beside its words; what comes before it moves up if it must, what comes after it down. */
  function lay() {
    if (!wide.matches || !groups.length) { places.replaceSync(""); return; }
    const heights = groups.map((one) => one.offsetHeight - 1);
    const tops = groups.map((one) => one.parentElement.offsetTop);
    const open = openCard();
    const pinned = Math.max(0, groups.findIndex((one) => one.contains(open)));
    const above = heights.slice(0, pinned).reduce((sum, one) => sum + one, 0);
    tops[pinned] = Math.max(above, tops[pinned] - (open ? open.offsetTop : 0));
    for (let at = pinned - 1; at >= 0; at -= 1) tops[at] = Math.min(tops[at], tops[at + 1] - heights[at]);
    for (let at = pinned + 1; at < tops.length; at += 1) tops[at] = Math.max(tops[at], tops[at - 1] + heights[at - 1]);
    const told = groups.map((one, at) => `#rows > :nth-child(${order.get(one.parentElement)}) > .doc-cards { top: ${tops[at]}px; }`);
    places.replaceSync(`#rows { min-height: ${tops.at(-1) + heights.at(-1) + 1}px; } ${told.join(" ")}`);
  }

  function openCard() { return rows.querySelector(".doc-card[open]"); }
  function fieldOf(at) { return at instanceof Element ? at.closest("[data-spans]") : null; }

  function lookAgain() {
    if (document.activeElement.matches("input, textarea")) setTimeout(lookAgain, 2500);
    else location.reload();
  }

  function begin() {
    const fields = [...document.querySelectorAll('#change [name^="field:"]')];
    const empty = fields.find((field) => !field.value.trim()) || fields[0];
    if (empty) empty.focus({ preventScroll: true });
  }

  function light(name, spans) {
    const pairs = spans.split(" ").filter(Boolean).map((text) => text.split("-").map(Number));
    for (const { one, start, stop } of words) one.classList.toggle(name, pairs.some(([from, to]) => start >= from && stop <= to));
  }

  function tell(event) {
    const field = fieldOf(event.target);
    if (field) light("told", field.dataset.spans);
  }

  function show(card) {
    const open = openCard();
    doubted = "";
    lay();
    if (card.open || !open) light("lit", card.open && !("wide" in card.dataset) ? card.dataset.passage : "");
  }

  function bring(event) {
    const at = event.target.closest(".w");
    if (!at || at.tagName === "A" || String(getSelection())) return;
    const number = (at.dataset.of || "").split(" ")[0];
    const card = number && rows.querySelector(`.doc-card[data-number="${number}"]`);
    if (card) openAt(card);
  }

  function openAt(card) {
    card.open = true;
    for (const other of rows.querySelectorAll(".doc-card[open]")) if (other !== card) other.open = false;
    lay();
    card.querySelector("summary").focus({ preventScroll: true });
    const box = card.getBoundingClientRect();
    if (box.top < innerHeight * 0.1 || box.bottom > innerHeight * 0.92) scrollTo({ top: scrollY + box.top - innerHeight * 0.26, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  function onlyOnce(event, form) {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  }

  function press(event) {
    const at = event.target;
    const writing = at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"));
    if (event.key === "Escape" && writing) { at.blur(); return; }
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (answer(event.key)) event.preventDefault();
  }

  function answer(key) {
    const keys = document.getElementById("keys");
    if (key === "?" && keys) { keys.open = !keys.open; if (keys.open) keys.scrollIntoView({ block: "nearest" }); return true; }
    if (key === "n") return draft();
    const card = openCard();
    const found = card && [...card.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
    if (found) return choose(card, found, key);
    const other = [...document.querySelectorAll("[data-press]")].find((one) => one.dataset.press.split(" ").includes(key));
    if (other) { other.click(); return true; }
    if (!card && (key === "j" || key === "k")) { const next = rows.querySelector(".doc-card"); if (next) openAt(next); return Boolean(next); }
    return "acr".includes(key) && card ? say("This record has been decided on; take it back first.") : false;
  }

  function choose(card, found, key) {
    const there = found.dataset.to && rows.querySelector(`.doc-card[data-draft="${CSS.escape(found.dataset.to)}"]`);
    if (there) { openAt(there); return true; }
    if (found.tagName === "BUTTON") {
      const who = document.querySelector('#decide input[name="who"]');
      if (who && !who.value.trim()) { who.focus(); return say("Say first who decides: your name is kept with the decision."); }
      if (key === "a" && card.classList.contains("is-doubtful") && doubted !== card.dataset.draft) {
        doubted = card.dataset.draft;
        found.focus({ preventScroll: true });
        return say("This record is doubtful: read why, then press the key again.");
      }
    }
    found.click();
    return true;
  }

  function draft() {
    const at = document.activeElement;
    const hovered = rows.querySelector("a.w-number:hover");
    const card = openCard();
    const [start, stop] = card ? card.dataset.passage.split("-").map(Number) : [0, 0];
    const own = words.find((word) => word.one.matches("a.w-number") && word.start >= start && word.stop <= stop);
    const link = at && at.matches("a.w-number") ? at : hovered || (own && own.one);
    if (!link) return say("There is no number under focus: go to one with the tab key or the mouse.");
    link.click();
    return true;
  }

  function say(text) {
    let line = said.querySelector(".word");
    if (!line) { line = document.createElement("p"); line.className = "word"; said.append(line); }
    line.textContent = text;
    return true;
  }
})();
