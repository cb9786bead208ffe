// node:domain. Inside the context. https://nodejs.org/api/domain.html
import { installDomains, state } from '../internal/domains.ts';

installDomains();

export default state;
