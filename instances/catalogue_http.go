package instances

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

type httpCatalogue struct{ c *rest.Client }

var _ Catalogue = httpCatalogue{}

// Locations implements [Catalogue].
func (h httpCatalogue) Locations(ctx context.Context) iter.Seq2[*Location, error] {
	return pages(ctx, h.c, rest.Request{Call: opCatalogueLocations.At()}, (*locationWire).location)
}

// Currencies implements [Catalogue].
func (h httpCatalogue) Currencies(ctx context.Context, location string) iter.Seq2[*Currency, error] {
	return pages(ctx, h.c, rest.Request{Call: opCatalogueCurrencies.At(location)}, (*currencyWire).currency)
}

// Languages implements [Catalogue].
func (h httpCatalogue) Languages(ctx context.Context, location string) iter.Seq2[*Language, error] {
	return pages(ctx, h.c, rest.Request{Call: opCatalogueLanguages.At(location)}, (*languageWire).language)
}

// Templates implements [Catalogue].
func (h httpCatalogue) Templates(ctx context.Context, location string) iter.Seq2[*Template, error] {
	return func(yield func(*Template, error) bool) {
		w, err := rest.One[templatesWire](ctx, h.c, rest.Request{Call: opCatalogueTemplates.At(location)})
		if err != nil {
			yield(nil, err)
			return
		}
		for _, t := range w.templates() {
			if !yield(t, nil) {
				return
			}
		}
	}
}

type httpSolutions struct{ c *rest.Client }

var _ Solutions = httpSolutions{}

// Catalogue implements [Solutions].
func (h httpSolutions) Catalogue(ctx context.Context) iter.Seq2[*Solution, error] {
	return pages(ctx, h.c, rest.Request{Call: opSolutionsCatalogue.At()}, (*packageWire).solution)
}

// List implements [Solutions].
func (h httpSolutions) List(ctx context.Context, environment EnvironmentID, q SolutionQuery) iter.Seq2[*Solution, error] {
	rq := rest.Request{Call: opSolutionsList.At(string(environment)), Query: url.Values{}}
	if q.Installed != "" {
		rq.Query.Set("appInstallState", string(q.Installed))
	}
	if q.Language != 0 {
		rq.Query.Set("lcid", strconv.Itoa(q.Language))
	}
	return pages(ctx, h.c, rq, (*packageWire).solution)
}

// Install implements [Solutions].
func (h httpSolutions) Install(ctx context.Context, environment EnvironmentID, uniqueName string) (*admin365.Operation, error) {
	rq := rest.Request{Call: opSolutionsInstall.At(string(environment), uniqueName), Body: struct{}{}}
	s, err := rest.Start[struct{}](ctx, h.c, rq, &opOperationsInstall)
	if err != nil {
		return nil, err
	}
	if s.ID == "" {
		return nil, named(h.c, rq.Call, &admin365.Error{Kind: admin365.ErrUncertain, Status: s.Status, Message: "the service did not say where the installation is followed"})
	}
	return begun(KindInstall, s.ID, environment, s.RetryAfter), nil
}

// escapeText is a text between the quotes of a condition.
func escapeText(s string) string { return strings.ReplaceAll(s, "'", "''") }

type httpManagementApps struct{ c *rest.Client }

var _ ManagementApps = httpManagementApps{}

func (w *managementAppWire) app() *ManagementApp { return &ManagementApp{admin365.AppID(w.ID)} }

// List implements [ManagementApps].
func (h httpManagementApps) List(ctx context.Context) iter.Seq2[*ManagementApp, error] {
	return pages(ctx, h.c, rest.Request{Call: opManagementAppsList.At()}, (*managementAppWire).app)
}

// Get implements [ManagementApps].
func (h httpManagementApps) Get(ctx context.Context, app admin365.AppID) (*ManagementApp, error) {
	return one(ctx, h.c, rest.Request{Call: opManagementAppsGet.At(string(app))}, (*managementAppWire).app)
}

// Register implements [ManagementApps].
func (h httpManagementApps) Register(ctx context.Context, app admin365.AppID) (*ManagementApp, error) {
	return one(ctx, h.c, rest.Request{Call: opManagementAppsRegister.At(string(app))}, (*managementAppWire).app)
}

// Unregister implements [ManagementApps].
func (h httpManagementApps) Unregister(ctx context.Context, app admin365.AppID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opManagementAppsUnregister.At(string(app))})
}
