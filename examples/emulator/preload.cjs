// Preload of the emulator for Node that does not ask HTTPS_PROXY itself.
//
// Node's fetch and its module https ignore the proxy variables. Since 22.21 and 24.5
// NODE_USE_ENV_PROXY=1 mends both, and this file does nothing there. (The first
// releases of 24 mend fetch alone.) For older ones, from 18 on, it does the same without any package:
// all that goes to https leaves through a tunnel of the proxy.
//
// https://nodejs.org/api/cli.html#node_use_env_proxy1
'use strict';

const http = require('node:http');
const https = require('node:https');
const net = require('node:net');
const tls = require('node:tls');

const address = process.env.HTTPS_PROXY || process.env.https_proxy;
if (address && !mended()) {
  install(new URL(address));
}

// mended tells whether this Node asks for the proxy itself.
function mended() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const can = major > 24 || (major === 24 && minor >= 5) || (major === 22 && minor >= 21);
  return can && process.env.NODE_USE_ENV_PROXY === '1';
}

function install(proxy) {
  // Every agent of https: programs make their own ones.
  const direct = https.Agent.prototype.createConnection;
  https.Agent.prototype.createConnection = function (...args) {
    const [options, callback] = args;
    if (typeof options !== 'object' || options.socketPath || bypassed(options.host)) {
      return direct.apply(this, args);
    }
    tunnel(proxy, options.host, options.port, { ...options, ALPNProtocols: ['http/1.1'] }, callback);
  };

  // Node's fetch takes its connections from a dispatcher that stands here. Its class
  // is not exported: the first look at Headers makes one of it.
  const place = Symbol.for('undici.globalDispatcher.1');
  void globalThis.Headers;
  const Dispatcher = globalThis[place]?.constructor;
  if (Dispatcher) {
    globalThis[place] = new Dispatcher({ connect: (options, callback) => connect(proxy, options, callback) });
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
