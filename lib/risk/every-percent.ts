/** Passes on what is the first of its whole percent: of a long work a hundred reports, however many steps it has. */
export function everyPercent<Progress extends { readonly fraction: number }>(
  report: (progress: Progress) => void,
): (progress: Progress) => void {
  let last = -1;
  return (progress) => {
    const percent = Math.floor(progress.fraction * 100);
    if (percent === last) return;
    last = percent;
    report(progress);
  };
}
