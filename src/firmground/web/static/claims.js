/* A claim asked otherwise without a new page: the form and the links of the curve fetch the part that changes, the
   address follows, and the way back is the browser's own. Without this file the form has a button. */
"use strict";
(() => {
  const QUIET = 2000; // milliseconds between two looks at ground that is being held
  let asked = null;
  let again = 0;

  // Beside the claim there is room for the choices; above it, on a phone, the claim comes first.
  const wide = matchMedia("(min-width: 68rem)");
  let open = wide.matches;
  wide.addEventListener("change", () => { open = wide.matches; fold(); });

  function fold() {
    const choices = seat()?.querySelector(".choices");
    if (choices) choices.open = open || wide.matches;
  }

  const seat = () => document.getElementById("trial");

  /* The address of what the form asks for now. A number of one's own goes before the values on offer. */
  function address(form) {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || value === "") continue;
      query.set(name.endsWith(".other") ? name.slice(0, -6) : name, value);
    }
    const text = query.toString();
    return form.getAttribute("action") + (text ? "?" + text : "");
  }

  /* What had the focus has it again: it was replaced by another element of the same name. */
  function refocus(was) {
    if (!was.id || document.activeElement?.id === was.id) return;
    const next = document.getElementById(was.id) || (was.inside && seat()?.querySelector("input:checked"));
    next?.focus({ preventScroll: true });
  }

  async function take(url, keep) {
    asked?.abort();
    clearTimeout(again);
    const mine = (asked = new AbortController());
    const at = document.activeElement;
    const was = { id: at?.id, inside: Boolean(seat()?.contains(at)) };
    seat().classList.add("waits");
    let answer;
    try {
      answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: mine.signal, credentials: "same-origin" });
    } catch (fault) {
      if (fault.name !== "AbortError") seat().classList.remove("waits");
      return;
    }
    const text = await answer.text().catch(() => "");
    if (mine.signal.aborted) return;
    const found = new DOMParser().parseFromString(text, "text/html").getElementById("trial");
    if (!answer.ok || !found) {
      location.assign(url); // the whole page says what is wrong
      return;
    }
    seat().replaceWith(document.adoptNode(found));
    if (keep) history.pushState({ trial: true }, "", seat().dataset.url);
    ready();
    refocus(was);
    tell();
  }

  /* One sentence for those who do not see what changed. */
  function tell() {
    const told = document.getElementById("told");
    const words = seat().querySelector(".found-in-words");
    if (told && words) told.textContent = words.textContent;
  }

  function ready() {
    fold();
    if (navigator.clipboard) for (const button of seat().querySelectorAll("[data-copy]")) button.hidden = false;
    if (seat().dataset.again) again = setTimeout(() => take(location.href, false), QUIET);
    window.htmx?.process?.(seat());
  }

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !form.classList.contains("asked-otherwise")) return;
    const name = event.target.name;
    if (event.target.type === "radio") {
      const other = form.elements[name + ".other"];
      if (other) other.value = "";
    }
    take(address(form), true);
  });
  document.addEventListener("click", (event) => {
    const summary = event.target.closest?.(".choices > summary");
    if (summary) open = !summary.parentElement.open;
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.classList?.contains("asked-otherwise")) return;
    event.preventDefault();
    take(address(event.target), true);
  });
  document.addEventListener("click", (event) => {
    const copy = event.target.closest?.("[data-copy]");
    if (copy) navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    const link = event.target.closest?.("a[data-take]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    take(link.getAttribute("href"), true);
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const writing = at instanceof HTMLElement && at.matches("select, textarea, input:not([type=radio])");
    if (event.key !== "m" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const back = document.getElementById("as-meant");
    if (back) take(back.getAttribute("href"), true);
  });
  addEventListener("popstate", () => {
    if (seat()) take(location.href, false);
  });
  ready();
})();
