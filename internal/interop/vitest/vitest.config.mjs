import { defineConfig } from "vitest/config";

// Four processes at once, each test of which has a tenant of its own.
export default defineConfig({
	test: {
		include: ["tests/*.test.mjs"],
		setupFiles: ["./proxy.mjs"],
		pool: "forks",
		poolOptions: { forks: { minForks: 4, maxForks: 4 } },
		sequence: { concurrent: true },
		testTimeout: 60_000,
	},
});
