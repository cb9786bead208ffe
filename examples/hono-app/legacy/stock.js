#!/usr/bin/env node
// Written years ago for another server. What it does not know it leaves to a page of the app, by a local redirect.
const STOCK = { tea: 12, coffee: 0 };
const item = new URLSearchParams(process.env.QUERY_STRING).get('item');

if (!Object.hasOwn(STOCK, item)) {
  console.log('Location: /unknown-item\n');
} else {
  console.log('Content-Type: application/json\n');
  console.log(JSON.stringify({ item, stock: STOCK[item] }));
}
