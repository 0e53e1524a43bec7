/** Fits a rectangle of the given proportions into a box and returns its size, never larger than the box. */
export function fit_into(width: number, height: number, box_width: number, box_height: number) {
  const scale = Math.min(box_width / width, box_height / height);
  return { width: width * scale, height: height * scale };
}
