// The network of an entity's page is drawn by the server; here it becomes a PNG, from the same SVG.
"use strict";
{
  const button = document.getElementById("png");
  const status = document.getElementById("network-status");
  const scale = 2;

  const save = async () => {
    status.textContent = "…";
    try {
      const answer = await fetch(button.dataset.picture);
      if (!answer.ok) throw new Error(await answer.text());
      const address = URL.createObjectURL(await answer.blob());
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = picture.naturalWidth * scale;
      canvas.height = picture.naturalHeight * scale;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(address);
      const png = await new Promise((done) => canvas.toBlob(done, "image/png"));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(png);
      link.download = /filename="(.*)\.svg"/.exec(answer.headers.get("Content-Disposition"))[1] + ".png";
      link.click();
      URL.revokeObjectURL(link.href);
      status.textContent = "saved";
    } catch (error) {
      status.textContent = `not saved: ${error.message}`;
    }
  };

  if (button) {
    button.hidden = false;
    button.addEventListener("click", save);
  }
}
