// What a browser adds: keys, focus on what is wrong, and leaving after a while. Every page works without it.
(() => {
  "use strict";
  const body = document.body;
  const problems = document.getElementById("problems");
  if (problems) problems.focus();

  // What is wider than its place is reached by the keyboard too.
  for (const each of document.querySelectorAll(".scroll")) {
    if (!each.hasAttribute("tabindex") && each.scrollWidth > each.clientWidth) {
      each.tabIndex = 0;
      each.setAttribute("role", "group");
      each.setAttribute("aria-label", each.querySelector("caption")?.textContent || "a wide table");
    }
  }

  // Left alone for so many seconds the page goes, so that nobody else reads it; the server ends the session by itself.
  const idle = Number(body.dataset.idle || 0) * 1000;
  if (idle) {
    let last = Date.now();
    for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => { last = Date.now(); }, true);
    setInterval(() => {
      const left = idle - (Date.now() - last);
      let warning = document.getElementById("leaving");
      if (left <= 0) location.replace("/login");
      else if (left < 120000 && !warning) {
        warning = document.createElement("p");
        warning.id = "leaving";
        warning.setAttribute("role", "status");
        warning.textContent = "You will be signed out in two minutes. Press any key to stay.";
        body.prepend(warning);
      } else if (left >= 120000 && warning) warning.remove();
    }, 5000);
  }
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Single keys, where nothing is being typed: / search, g then a letter to go, j and k along a list, Enter opens.
  const places = { t: "/", p: "/patients", d: "/documents", b: "/billing", a: "/authorizations", s: "/settings" };
  // They can be switched off, since speech input and some keyboards meet them by chance.
  let on = localStorage.getItem("single-keys") !== "off";
  const toggle = document.getElementById("single-keys");
  const tell = () => {
    toggle.textContent = on ? "Single keys are on" : "Single keys are off";
    toggle.setAttribute("aria-pressed", String(on));
  };
  if (toggle) {
    toggle.hidden = false;
    tell();
    toggle.addEventListener("click", () => { on = !on; localStorage.setItem("single-keys", on ? "on" : "off"); tell(); });
  }
  let going = false;
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.requestSubmit(form.querySelector("button.main") || undefined); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = event.target.closest('input[type="radio"]');
    if (radio && "yn?u".includes(event.key)) {
      const wanted = { y: "yes", n: "no", "?": "", u: "" }[event.key];
      for (const each of document.getElementsByName(radio.name)) {
        if (each.value === wanted) { each.checked = true; each.focus(); each.dispatchEvent(new Event("change", { bubbles: true })); }
      }
      event.preventDefault();
      return;
    }
    if (!on || typing(event.target)) return;
    if (event.key === "?") {
      const words = document.getElementById("keys");
      if (words) { words.open = true; words.querySelector("summary").focus(); }
      return;
    }
    if (going) {
      going = false;
      if (places[event.key]) { event.preventDefault(); location.assign(places[event.key]); }
      return;
    }
    if (event.key === "g") going = true;
    else if (event.key === "/") { event.preventDefault(); (document.getElementById("begins") || document.getElementById("find"))?.focus(); }
    else if (event.key === "j" || event.key === "k") {
      const links = [...document.querySelectorAll("table.list tbody a")];
      const at = links.indexOf(document.activeElement);
      links[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), links.length - 1)]?.focus();
    }
  });
})();
