// State in a module. In a long-running server it would grow; here the module is new for every request.
let count = 0;

exports.next = function () {
  count += 1;
  return count;
};
