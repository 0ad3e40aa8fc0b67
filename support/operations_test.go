package support_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/support"
)

// TestOperationsByEffect lists every operation of the area by what it can do: a guard,
// a dry run and a reviewer rely on it. Whoever adds an operation decides here.
func TestOperationsByEffect(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[admin365.Effect][]string{
		admin365.EffectRead: {
			"support.Attachments.Get", "support.Attachments.GetWorkspace", "support.Attachments.List",
			"support.Catalogue.CheckCommunication", "support.Catalogue.CheckName", "support.Catalogue.Problem", "support.Catalogue.Problems",
			"support.Catalogue.Service", "support.Catalogue.Services", "support.Communications.Get", "support.Communications.List",
			"support.Operations.Get", "support.Operations.Result", "support.PartnerTickets.Colleagues", "support.PartnerTickets.Get",
			"support.PartnerTickets.List", "support.PartnerTickets.ListOf", "support.Tickets.Get", "support.Tickets.List", "support.Topics.List",
		},
		admin365.EffectReversible: {
			"support.Attachments.Create", "support.Attachments.CreateWorkspace", "support.PartnerTickets.Close", "support.PartnerTickets.Create",
			"support.PartnerTickets.Reopen", "support.PartnerTickets.Update", "support.Tickets.Close", "support.Tickets.Create",
			"support.Tickets.Reopen", "support.Tickets.Update",
		},
		admin365.EffectIrrevocable: {"support.Attachments.Upload", "support.Communications.Add", "support.PartnerCommunications.Add"},
	}, conform.Effects(support.Ops()))
}

// TestOperationsAreWhole: each operation says all that is read of it, and does not
// contradict itself but for what has a reason.
func TestOperationsAreWhole(t *testing.T) {
	t.Parallel()
	const asks = "it asks about a name, and changes nothing"
	assert.Empty(t, conform.Unexplained(conform.Declared("support", support.Ops()), map[string]string{
		"support.Catalogue.CheckName: a POST is sent twice":                               asks,
		"support.Catalogue.CheckName: the method says otherwise than the effect":          asks,
		"support.Catalogue.CheckCommunication: a POST is sent twice":                      asks,
		"support.Catalogue.CheckCommunication: the method says otherwise than the effect": asks,
		"support.Attachments.Upload: a POST is sent twice":                                "a chunk has its place, and is the same there twice",
		"support.PartnerTickets.Create: a POST is sent twice":                             "the header MS-RequestId tells a repeat; TestPartnerCreateOnce",
	}))
	mux := emu.NewMux()
	support.Mount(mux)
	var mounted, declared []string
	for _, o := range mux.Ops() {
		mounted = append(mounted, o.Name)
	}
	for _, o := range support.Ops() {
		declared = append(declared, o.Name)
	}
	assert.ElementsMatch(t, declared, mounted, "each operation has a route or shares one")
}

// TestOperationsOnSubscriptions: what is done to the tenant's tickets is done to those of a
// subscription on the same path behind it, and what is judged by a role of Azure there is
// so on no other path.
func TestOperationsOnSubscriptions(t *testing.T) {
	t.Parallel()
	for _, o := range support.Ops() {
		if !o.Access.Azure {
			for _, path := range o.Paths {
				assert.False(t, strings.HasPrefix(path, "/subscriptions/"), o.Name)
			}
			continue
		}
		if assert.Len(t, o.Paths, 2, o.Name) {
			assert.Equal(t, "/subscriptions/{id}"+o.Paths[0], o.Paths[1], o.Name)
		}
	}
}
