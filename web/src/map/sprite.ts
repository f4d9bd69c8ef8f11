const SIZE = 128;

/** An airliner from above, nose up, in a square of 64 units; symmetric, so only the right half is told. */
const RIGHT_HALF: readonly (readonly [number, number])[] = [
  [32, 3], [35, 7], [36.2, 13], [36.2, 23], [60, 39], [60, 44.5], [36.2, 37], [35.4, 49.5], [44, 55.5], [44, 60], [32, 57],
];

function outline(): Path2D {
  const path = new Path2D();
  const k = SIZE / 64;
  RIGHT_HALF.forEach(([x, y], i) => (i ? path.lineTo(x * k, y * k) : path.moveTo(x * k, y * k)));
  [...RIGHT_HALF].reverse().forEach(([x, y]) => path.lineTo((64 - x) * k, y * k));
  path.closePath();
  return path;
}

function layer(draw: (context: CanvasRenderingContext2D, path: Path2D) => void): Uint8ClampedArray {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.lineJoin = "round";
  draw(context, outline());
  return context.getImageData(0, 0, SIZE, SIZE).data;
}

/** The plane as three masks in one picture: red the outline, green the inside, blue the rim around it. */
export function planeSprite(): ImageData {
  const line = layer((c, p) => { c.lineWidth = 6.5; c.stroke(p); });
  const inside = layer((c, p) => c.fill(p));
  const rim = layer((c, p) => { c.lineWidth = 15; c.stroke(p); c.fill(p); });
  const picture = new ImageData(SIZE, SIZE);
  for (let i = 0; i < picture.data.length; i += 4) {
    picture.data[i] = line[i + 3]!;
    picture.data[i + 1] = inside[i + 3]!;
    picture.data[i + 2] = rim[i + 3]!;
    picture.data[i + 3] = 255;
  }
  return picture;
}
