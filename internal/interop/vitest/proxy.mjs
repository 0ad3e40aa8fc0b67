// Node 20's fetch takes no notice of HTTPS_PROXY by itself.
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

setGlobalDispatcher(new EnvHttpProxyAgent());
