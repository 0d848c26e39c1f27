/* Unpacks the script of the moving maps, which is a third as large packed, and runs it: the page's policy lets in that
   text and no other. A browser that cannot unpack it keeps the static maps. */
(() => {
  "use strict";
  const block = document.getElementById("firmground-clock");
  const sorry = (words) => document.querySelectorAll(".clock-seat[data-claim]").forEach((seat) => {
    const note = document.createElement("p");
    note.className = "note clock-sorry";
    note.textContent = words;
    seat.append(note);
  });
  if (typeof DecompressionStream === "undefined") {
    sorry("This map does not move: the browser is too old to unpack its data.");
    return;
  }
  const bytes = Uint8Array.from(atob(block.textContent.trim()), (letter) => letter.charCodeAt(0));
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text().then((text) => {
    const script = document.createElement("script");
    script.textContent = text;
    document.head.append(script);
  }).catch(() => sorry("This map does not move in this browser; it shows the whole period."));
})();
