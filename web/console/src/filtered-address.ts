/**
 * The address with these filters changed: null and '' take one out, and any change but of the page starts from the first
 * page again. It builds on the address as it stands, for what was rendered last may lag a change behind it.
 */
export function filteredAddress(next: Readonly<Record<string, string | null>>): URLSearchParams {
  const merged = new URLSearchParams(window.location.search);
  if (!('after' in next)) merged.delete('after');
  for (const [name, value] of Object.entries(next)) {
    if (value === null || value === '') merged.delete(name);
    else merged.set(name, value);
  }
  return merged;
}
