package instances

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/emu"
)

func handleCatalogueLocations(rq *emu.Request) (emu.Response, error) {
	return value(rq, listLocations(), wireLocation)
}

func handleCatalogueCurrencies(rq *emu.Request) (emu.Response, error) {
	list, err := listCurrencies(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, list, func(c *Currency) *currencyWire { return wireCurrency(strings.ToLower(rq.IDs[0]), c) })
}

func handleCatalogueLanguages(rq *emu.Request) (emu.Response, error) {
	list, err := listLanguages(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, list, func(l *Language) *languageWire { return wireLanguage(strings.ToLower(rq.IDs[0]), l) })
}

// handleCatalogueTemplates answers the templates by the types of environments; in old
// versions as one list, in which each is once.
func handleCatalogueTemplates(rq *emu.Request) (emu.Response, error) {
	list, err := listTemplates(rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	if !old(rq) {
		return rq.Object(http.StatusOK, wireTemplates(list))
	}
	var once []*Template
	for _, t := range list {
		if !slices.ContainsFunc(once, func(o *Template) bool { return o.Name == t.Name }) {
			once = append(once, t)
		}
	}
	return value(rq, once, wireTemplate)
}

func handleSolutionsCatalogue(rq *emu.Request) (emu.Response, error) {
	return value(rq, catalogueSolutions(rq.Tx), func(s *Solution) *packageWire { return wirePackage(s, rq.Version()) })
}

func handleSolutionsList(rq *emu.Request) (emu.Response, error) {
	list, err := listSolutions(rq.Tx, rq.IDs[0], SolutionQuery{Installed: InstallFilter(rq.Query.Get("appInstallState"))})
	if err != nil {
		return emu.Response{}, err
	}
	return value(rq, list, func(s *Solution) *packageWire { return wirePackage(s, rq.Version()) })
}

func handleSolutionsInstall(rq *emu.Request) (emu.Response, error) {
	row, err := install(rq.Tx, rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	r, err := findEnvironment(rq.Tx, rq.IDs[0])
	if err != nil {
		return emu.Response{}, err
	}
	p, ok := findPackage(rq.Tx, row.Package)
	if !ok {
		return emu.Response{}, packageNotFound.Err(row.Package, row.Package)
	}
	answer, err := rq.Object(http.StatusAccepted, wireInstancePackage(solutionOn(rq.Tx, r, p), row))
	if err != nil {
		return emu.Response{}, err
	}
	follow := opOperationsInstall.At(string(r.id(rq.Tx)), row.ID.String())
	answer.Header.Set("Operation-Location", rq.URL(follow)+"?api-version="+opOperationsInstall.QueryVersion())
	answer.Header.Set("Retry-After", seconds(pollAgain))
	return answer, nil
}

func handleOperationsInstall(rq *emu.Request) (emu.Response, error) {
	row, err := installRowOf(rq.Tx, rq.IDs[0], rq.IDs[1])
	if err != nil {
		return emu.Response{}, err
	}
	answer, err := rq.Object(http.StatusOK, wireInstall(rq.Tx, row))
	if o := (admin365.Operation{State: row.state(rq.Now())}); err == nil && !o.Done() {
		answer.Header.Set("Retry-After", seconds(pollAgain))
	}
	return answer, err
}

func handleCapacityTenant(rq *emu.Request) (emu.Response, error) {
	return rq.Object(http.StatusOK, wireTenantCapacity(tenantCapacity(rq.Tx)))
}

func handleCapacityWarnings(rq *emu.Request) (emu.Response, error) {
	list := []storageWarningWire{}
	for _, w := range storageWarnings(rq.Tx) {
		list = append(list, storageWarningWire(w))
	}
	return rq.Object(http.StatusOK, list)
}

func handleWavesOrganizations(rq *emu.Request) (emu.Response, error) {
	return rq.Object(http.StatusOK, organizations(rq.Tx))
}

// waveEnvironment is the environment that a request for features names, by organization
// and geo. The answers to a geo that is none are the service's, and odd: a missing one is
// an error of its own.
func waveEnvironment(rq *emu.Request) (*environmentRow, *emu.Response, error) {
	geo := rq.Query.Get("geo")
	odd := func(status int, list ...string) (*environmentRow, *emu.Response, error) {
		body, err := json.Marshal(list)
		answer := rq.JSON(status, body)
		return nil, &answer, err
	}
	switch {
	case geo == "":
		return odd(http.StatusInternalServerError)
	case !slices.ContainsFunc(geographies, func(g geography) bool { return strings.EqualFold(g.Code, geo) }):
		return odd(http.StatusBadRequest, "The value '"+geo+"' is not valid.")
	}
	r, err := environmentOfOrganization(rq.Tx, rq.IDs[0])
	if err == nil && !strings.EqualFold(geoOf(r.Location), geo) {
		err = waveUnknownOrganization.Err(rq.IDs[0])
	}
	return r, nil, err
}

func handleWavesList(rq *emu.Request) (emu.Response, error) {
	r, odd, err := waveEnvironment(rq)
	switch {
	case err != nil:
		return emu.Response{}, err
	case odd != nil:
		return *odd, nil
	}
	w := featuresWire{Values: []*featureWire{}}
	for _, v := range listWaves(rq.Tx, r) {
		w.Values = append(w.Values, wireFeature(v))
	}
	w.Count, w.TotalCount = len(w.Values), len(w.Values)
	return rq.Object(http.StatusOK, w)
}

func handleWavesEnable(rq *emu.Request) (emu.Response, error) {
	r, odd, err := waveEnvironment(rq)
	switch {
	case err != nil:
		return emu.Response{}, err
	case odd != nil:
		return *odd, nil
	}
	if err := enableWave(rq.Tx, r, rq.IDs[1]); err != nil {
		return emu.Response{}, err
	}
	return emu.Response{Status: http.StatusOK}, nil
}
