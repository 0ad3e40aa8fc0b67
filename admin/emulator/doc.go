// Package emulator serves an [admin.Emulator] to programs in other processes, in
// whatever language they are written: the tenant in memory behind the real host
// names, with Microsoft's rules, and without a tenant of Microsoft's.
//
//	m := admin.NewMemory(admin.MemoryConfig{})
//	s, err := emulator.Start(emulator.Config{Emulator: admin.NewEmulator(m, admin.EmulatorConfig{})})
//	if err != nil {
//		return err
//	}
//	defer s.Close(ctx)
//
// There are two ways in, on one port:
//
//   - An HTTPS proxy. A program whose HTTPS_PROXY is [Server.URL], and that trusts
//     [Server.CertificateAuthority], reaches https://graph.microsoft.com and the
//     others under their real names. [Server.Environ] has all the variables.
//   - Path prefixes, for curl: URL/graph.microsoft.com/v1.0/users. The links in the
//     answers are those of the real host, because an answer is the same whichever way
//     it was asked for.
//
// At [Server.URL] is a page to look at: the tenants, what is in them, and the request log
// as it grows. At [Server.ControlURL] is what a test in any language does to them: it makes
// a tenant of its own and drops it, moves its clock, takes snapshots, rehearses failures,
// acts as Microsoft does. docs/control.md documents it; in Go the same are methods of
// [admin.Memory] and [admin.Emulator].
//
// Nothing is ever forwarded: a host that the emulator does not know is answered with
// 502 and the reason. docs/emulator.md is the guide for the programs that people use.
package emulator
