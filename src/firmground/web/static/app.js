/* What every page does by script: the token on each request that changes something, "/" for search, and the page
   that waits for a newer check. Without it everything still works by plain links and forms. */
"use strict";
(() => {
  const token = document.querySelector('meta[name="firmground-token"]');
  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx.request;
    if (token && request.method !== "GET") request.headers["X-Firmground-Token"] = token.content;
  });
  // The overview, and the page that waits for the first check, show the newest numbers by themselves; on any other page
  // the strip offers them, so that nothing changes under the reader's eyes.
  document.addEventListener("htmx:finally:swap", () => {
    const strip = document.getElementById("strip");
    if (strip?.dataset.newer && document.body.hasAttribute("data-shows-newest")) location.reload();
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const writing = at instanceof HTMLElement && (at.isContentEditable || at.matches("input, textarea, select"));
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.getElementById("find");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
