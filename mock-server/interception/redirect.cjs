'use strict';
// Loaded before a Node program (`node --require`): every connection that the program opens to one of LivePerson's hosts
// goes to the mock instead. TLS stays real, with the name that the program asked for. Plain CommonJS without imports of
// ours, because it runs inside programs of any kind, on any version of Node.
//
// LP_AUTH_MOCK_REDIRECT says where to: {"port": 4407, "domains": ["liveperson.net"], "publicSites": []}.

const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const LOOPBACK = '127.0.0.1';

/** What LivePerson's names mean to a program that looks them up itself: loopback too, and told apart from it. */
const LOOKED_UP = '127.44.7.1';

/** Told by a symbol of the process, because a worker or a second `--require` may load this file again. */
const INSTALLED = Symbol.for('lp-auth-mock.redirect');

function install({ port, domains, publicSites = [] }) {
  const isOurs = (host) =>
    typeof host === 'string' && (host === LOOKED_UP || isService(host.toLowerCase().replace(/\.$/, '')));
  const isService = (name) => domains.some((domain) => name.endsWith(`.${domain}`)) && !publicSites.includes(name);
  redirectConnections(isOurs, port);
  selfTest(domains[0], port);
  answerLookups(isOurs);
  syncBuiltinESMExports();
}

/** All of Node's clients end in this method: net, tls, http, https, http2, fetch and whatever is built upon them. */
function redirectConnections(isOurs, port) {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function connectToMock(...args) {
    return connect.apply(this, redirected(args, isOurs, port));
  };
}

/** The arguments of `connect`, with the mock's address in place of LivePerson's. */
function redirected(args, isOurs, port) {
  const [first, second] = args;
  // Node's own callers hand over an array that they made ready, marked by a symbol: [options, callback].
  if (Array.isArray(first)) {
    const options = toMock(first[0], isOurs, port);
    return options === first[0]
      ? args
      : [Object.assign(first.slice(), marksOf(first), { 0: options }), ...args.slice(1)];
  }
  if (typeof first === 'object' && first !== null) return [toMock(first, isOurs, port), ...args.slice(1)];
  // connect(port, host, callback)
  return isOurs(second) ? [port, LOOPBACK, ...args.slice(2)] : args;
}

function marksOf(list) {
  return Object.fromEntries(Object.getOwnPropertySymbols(list).map((symbol) => [symbol, list[symbol]]));
}

/** A copy: the caller's own options go on naming the host that its certificate is checked for. */
function toMock(options, isOurs, port) {
  if (options === null || typeof options !== 'object' || options.path) return options;
  if (!isOurs(options.host)) return options;
  const address = { host: LOOPBACK, port, lookup: undefined, family: undefined, localAddress: undefined };
  return Object.assign(Object.create(Object.getPrototypeOf(options)), options, address);
}

/**
 * Makes sure that this version of Node still connects the way that is redirected above. Should it not, the program is
 * stopped here: it would otherwise send its secrets to the real hosts.
 */
function selfTest(domain, port) {
  const name = `self-test.${domain}`;
  const redirectedConnect = net.Socket.prototype.connect;
  const forms = {
    'net.connect(options)': () => net.connect({ host: name, port: 443 }),
    'net.connect(port, host)': () => net.connect(443, name),
    'socket.connect(options)': () => new net.Socket().connect({ host: name, port: 443 }),
    'socket.connect(port, host)': () => new net.Socket().connect(443, name),
  };
  for (const [form, connect] of Object.entries(forms)) {
    let heard;
    net.Socket.prototype.connect = function record(...args) {
      heard = args;
      return this;
    };
    try {
      connect().destroy();
    } finally {
      net.Socket.prototype.connect = redirectedConnect;
    }
    const [first, second] = heard === undefined ? [] : redirected(heard, (host) => host === name, port);
    const options = Array.isArray(first) ? first[0] : first;
    const [toHost, toPort] = typeof options === 'object' ? [options.host, options.port] : [second, first];
    if (toHost !== LOOPBACK || toPort !== port)
      throw new Error(
        `lp-auth-mock: cannot lead this program to the mock: ${form} of Node.js ${process.version} works in a way that it does not know`,
      );
  }
}

/**
 * Answers look-ups of LivePerson's names. A plain connection needs none; this is for programs that look a host up
 * before they connect, and it sees to it that nothing that finds a way around the redirection leaves this machine.
 */
function answerLookups(isOurs) {
  const { lookup } = dns;
  const { lookup: lookupPromise } = dns.promises;
  function lookupOnLoopback(host, ...rest) {
    return lookup.call(dns, isOurs(host) ? LOOKED_UP : host, ...rest);
  }
  // With its hidden marks: `util.promisify` reads one.
  dns.lookup = Object.defineProperties(lookupOnLoopback, Object.getOwnPropertyDescriptors(lookup));
  dns.promises.lookup = (host, ...rest) => lookupPromise.call(dns.promises, isOurs(host) ? LOOKED_UP : host, ...rest);
}

const setting = process.env.LP_AUTH_MOCK_REDIRECT;
if (setting !== undefined && process[INSTALLED] === undefined) {
  Object.defineProperty(process, INSTALLED, { value: true });
  install(JSON.parse(setting));
}
