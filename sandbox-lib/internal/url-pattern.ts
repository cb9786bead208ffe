// URLPattern is refused: only the host has a matcher, and it would run a script's own expressions outside of the run's limits.
// Inside the context. https://nodejs.org/api/url.html#class-urlpattern
import { refused } from './errors.ts';

export class URLPattern {
  constructor() {
    const why = "the host's matcher would run the expressions of a script outside of its limits";
    throw refused('URLPattern', why, 'match the parts of a URL with regular expressions');
  }
}
