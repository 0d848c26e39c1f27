/* Makes the maps of a report move, each when it comes near the screen. What fails leaves the static map as it was. */
function startClocks() {
  const block = document.getElementById("firmground-scene"), seats = [...document.querySelectorAll(".clock-seat[data-claim]")];
  if (!block || !seats.length) return;
  let scene = null;
  const ready = () => (scene ||= readScene(block.textContent));
  const near = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      ready()
        .then((data) => mountClock(target, data, { claim: Number(target.dataset.claim) }))
        .then(() => target.classList.add("clock-ready"))
        .catch(() => {
          if (!target.querySelector(".clock-sorry")) target.append(make("p", "note clock-sorry", "This map does not move in this browser; it shows the whole period."));
        });
    }
  }, { rootMargin: "600px" });
  seats.forEach((seat) => near.observe(seat));
}

window.firmgroundClock = { readScene, mountClock, sharedClock };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startClocks);
else startClocks();
