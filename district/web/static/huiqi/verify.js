// Compares a PDF with the one that was issued, by digest, without sending it anywhere.
(() => {
  const field = document.getElementById("pdf");
  if (!field) return;
  const said = document.getElementById("same");
  const compare = async (file) => {
    if (!file) return;
    if (!window.crypto || !crypto.subtle) {
      said.textContent = field.dataset.hqCannot;
      return;
    }
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const hex = Array.from(new Uint8Array(digest), (each) => each.toString(16).padStart(2, "0")).join("");
    const same = hex === field.dataset.hqDigest;
    said.textContent = same ? field.dataset.hqSame : field.dataset.hqDiffers;
    said.className = `mt-3 mb-0 hq-note ${same ? "hq-note-green" : "hq-note-amber"}`;
  };
  field.addEventListener("change", () => compare(field.files[0]));
})();
