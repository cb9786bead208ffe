export function boot(): number {
  return 1;
}
