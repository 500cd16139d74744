// Puts the address where the site really is into the code to copy; from a folder, leaves it to be replaced by hand.
"use strict";
(function () {
  const page = document.getElementById("adresse");
  if (page && window.location.protocol.startsWith("http")) page.textContent = window.location.href.replace(/#.*$/, "");
  const field = document.getElementById("integrer");
  if (!field || !window.location.protocol.startsWith("http")) return;
  const root = new URL("..", window.location.href).href.replace(/\/$/, "");
  field.value = field.value.replaceAll("https://adresse-du-site", root);
  document.getElementById("a-remplacer").remove();
})();
