// Preload of the emulator for Node: all that goes to https leaves through a tunnel of
// the proxy that HTTPS_PROXY names, without any package.
//
// Node's fetch and its module https ignore the proxy variables. From 22.21 and 24.0 on
// NODE_USE_ENV_PROXY=1 mends fetch, from 22.21 and 24.5 on https.request as well, but no
// https.Agent that a program makes of its own. So fetch is mended here where Node does
// not, from 18 on, and https everywhere.
//
// https://nodejs.org/api/cli.html#node_use_env_proxy1
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { createRequire } = require('node:module');
const net = require('node:net');
const tls = require('node:tls');

const address = process.env.HTTPS_PROXY || process.env.https_proxy;
if (address) {
  const proxy = new URL(address);
  mendAgents(proxy);
  if (!fetchAsks()) {
    mendFetch(proxy);
  }
  mendUndici();
}

// fetchAsks tells whether fetch asks for the proxy itself.
function fetchAsks() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return process.env.NODE_USE_ENV_PROXY === '1' && (major >= 24 || (major === 22 && minor >= 21));
}

// mendAgents gives every agent of https, of whomever, connections through the proxy.
function mendAgents(proxy) {
  const direct = https.Agent.prototype.createConnection;
  https.Agent.prototype.createConnection = function (...args) {
    const [options, callback] = args;
    if (typeof options !== 'object' || options.socketPath || bypassed(options.host)) {
      return direct.apply(this, args);
    }
    tunnel(proxy, options.host, options.port, { ...options, ALPNProtocols: ['http/1.1'] }, callback);
  };
}

// mendFetch has fetch take its connections through the proxy. It has them from a
// dispatcher that stands in a global place; its class is not exported, but the first
// look at Headers makes one of it.
function mendFetch(proxy) {
  const place = Symbol.for('undici.globalDispatcher.1');
  void globalThis.Headers;
  const Dispatcher = globalThis[place]?.constructor;
  if (Dispatcher) {
    globalThis[place] = new Dispatcher({ connect: (options, callback) => connect(proxy, options, callback) });
  }
}

// mendUndici does so for the package undici from 8 on, if the program has it: it keeps
// its dispatcher in a place of its own, and puts it into that of Node's fetch too.
function mendUndici() {
  try {
    const own = createRequire(fs.realpathSync(process.argv[1]));
    if (parseInt(own('undici/package.json').version, 10) >= 8) {
      const undici = own('undici');
      undici.setGlobalDispatcher(new undici.EnvHttpProxyAgent());
    }
  } catch {
    // There is no script, or it has no such package.
  }
}

// connect is a connector of undici.
function connect(proxy, options, callback) {
  const host = options.hostname.replace(/^\[|\]$/g, '');
  const secure = options.protocol === 'https:';
  const port = Number(options.port) || (secure ? 443 : 80);
  const settings = { host, port, servername: options.servername || name(host), ALPNProtocols: ['http/1.1'] };
  if (secure && !bypassed(host)) {
    tunnel(proxy, host, port, settings, callback);
    return;
  }
  const socket = secure ? tls.connect(settings) : net.connect({ host, port });
  settled(socket, secure ? 'secureConnect' : 'connect', callback);
}

// tunnel opens a connection to the host through the proxy.
function tunnel(proxy, host, port, options, callback) {
  const authority = `${net.isIPv6(host) ? `[${host}]` : host}:${port || 443}`;
  const request = http.request({
    host: proxy.hostname.replace(/^\[|\]$/g, ''), port: proxy.port || 80, method: 'CONNECT', path: authority, headers: { host: authority }, agent: false,
  });
  request.once('error', callback);
  request.once('connect', (response, socket) => {
    if (response.statusCode !== 200) {
      socket.destroy();
      callback(new Error(`the proxy answered ${response.statusCode} ${response.statusMessage}`));
      return;
    }
    const { path: _path, ...settings } = options;
    settled(tls.connect({ ...settings, socket, servername: options.servername || name(host) }), 'secureConnect', callback);
  });
  request.end();
}

// settled calls back once, when the socket is connected or has failed.
function settled(socket, event, callback) {
  const failed = (error) => callback(error);
  socket.once('error', failed);
  socket.once(event, () => {
    socket.off('error', failed);
    callback(null, socket);
  });
}

// name is what TLS asks for; an address is no name.
function name(host) {
  return net.isIP(host) ? '' : host;
}

// bypassed tells whether a host is asked for without the proxy.
function bypassed(host) {
  host = String(host || 'localhost').toLowerCase();
  if (host === 'localhost' || host === '::1' || /^127\./.test(host)) {
    return true;
  }
  const list = (process.env.NO_PROXY || process.env.no_proxy || '').toLowerCase();
  return list.split(/[\s,]+/).filter(Boolean).some((entry) => {
    const domain = entry.replace(/^\*?\./, '');
    return entry === '*' || host === domain || host.endsWith(`.${domain}`);
  });
}
