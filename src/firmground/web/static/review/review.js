/* Keys of the review queue. A key only presses what stands on the page as a button, a link or a fold; without this
   script everything is there for the mouse and the tab key. Nothing is chosen by a key that is doubtful, unless by its
   own number. */
"use strict";
(() => {
  const form = document.getElementById("review-form");
  const keys = document.getElementById("review-keys");
  const said = document.getElementById("review-said");
  const heading = document.querySelector(".review h1");
  if (heading) heading.focus({ preventScroll: true });
  for (const radio of document.querySelectorAll('input[name="way"]')) radio.addEventListener("change", showWay);
  showWay();
  if (form) form.addEventListener("submit", onlyOnce);
  document.addEventListener("keydown", press);

  function showWay() {
    const chosen = document.querySelector('input[name="way"]:checked');
    for (const words of document.querySelectorAll(".q-says[data-way]")) words.hidden = Boolean(chosen) && words.dataset.way !== chosen.value;
  }

  function onlyOnce(event) {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
  }

  function press(event) {
    const at = event.target;
    const writing = at instanceof HTMLElement && (at.isContentEditable || at.matches('input:not([type="checkbox"]):not([type="radio"]), textarea, select'));
    if (event.key === "Escape" && writing) { at.blur(); return; }
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (answer(event.key)) event.preventDefault();
  }

  function answer(key) {
    if (/^[1-9]$/.test(key)) return choose(Number(key) - 1);
    if (key === "?" && keys) { keys.open = !keys.open; return true; }
    if (key === "a" && keys) {
      if (keys.dataset.main) return choose(Number(keys.dataset.main) - 1);
      return say("No answer here is sure enough for one key: choose one by its number.");
    }
    if (key === "c" && keys) return keys.dataset.change ? choose(Number(keys.dataset.change)) : say("There is nothing to fill in here.");
    if (key === "r" && keys) return keys.dataset.refuse ? choose(Number(keys.dataset.refuse)) : say("There is nothing to refuse here.");
    for (const link of document.querySelectorAll("[data-press]")) {
      if (link.dataset.press.split(" ").includes(key)) { link.click(); return true; }
    }
    return false;
  }

  function choose(number) {
    const found = form && form.querySelector(`[data-number="${number}"]`);
    if (!found) return false;
    if (found instanceof HTMLDetailsElement) {
      found.open = true;
      const empty = [...found.querySelectorAll("input")].find((field) => !field.value) || found.querySelector("input");
      if (empty) empty.focus();
      return true;
    }
    if (found.disabled) return say("This answer cannot be written here.");
    const who = form.elements.namedItem("who");
    if (who && !who.value.trim()) { who.focus(); return say("Say first who decides: your name is kept with the decision."); }
    found.click();
    return true;
  }

  function say(words) {
    let line = said.querySelector(".word");
    if (!line) { line = document.createElement("p"); line.className = "word"; said.append(line); }
    line.textContent = words;
    return true;
  }
})();
