package billing

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// The products that Contoso owns from the beginning.
const (
	microsoft365E3     admin365.SKUID = "05e9a617-0261-4cee-bb44-138d3ef5d965"
	microsoft365E5     admin365.SKUID = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	powerBIPro         admin365.SKUID = "f8a1db68-be16-40ed-86d5-cb42ce701560"
	fabricFree         admin365.SKUID = "a403ebcc-fae0-4ca2-8c8c-7a907fd6c235"
	powerAutomateFree  admin365.SKUID = "f30db892-07e9-47e9-837c-80727f46fd3d"
	customerEngagement admin365.SKUID = "ea126fc5-a19e-42e2-a731-da9d437bffcf"
	businessCentral    admin365.SKUID = "2880026b-2b0c-4251-8656-5d41ff11e3aa"
	visioPlan2         admin365.SKUID = "c5928f49-12ba-48f7-ada3-0d743a3601d5"
	instance           admin365.SKUID = "9d776713-14cb-4697-a21d-9a52455c738a"
	databaseStorage    admin365.SKUID = "328dc228-00bc-48c6-8b09-1fbc8bc3435d"
)

// seedPurchase is something that Contoso has bought, and who has it by nickname.
type seedPurchase struct {
	Purchase
	holders []string
}

func contosoPurchases() []seedPurchase {
	return []seedPurchase{
		{Purchase{SKUID: microsoft365E3, Seats: 100, AutoRenew: true}, []string{
			"AdeleV", "AlexW", "DiegoS", "HenriettaM", "IsaiahL", "JohannaL", "JoniS", "LeeG", "LidiaH", "LynneR", "NestorW", "PradeepG",
		}},
		{Purchase{SKUID: microsoft365E5, Seats: 20, AutoRenew: true}, []string{"admin", "MeganB", "MiriamG", "PattiF"}},
		{Purchase{SKUID: powerBIPro, Seats: 10, AutoRenew: true}, []string{"MeganB", "LeeG"}},
		{Purchase{SKUID: fabricFree, Seats: 1_000_000, AutoRenew: true}, []string{"AlexW"}},
		{Purchase{SKUID: powerAutomateFree, Seats: 10_000, AutoRenew: true}, nil},
		{Purchase{SKUID: customerEngagement, Seats: 15, AutoRenew: true}, []string{"MiriamG", "LynneR"}},
		{Purchase{SKUID: businessCentral, Seats: 5, AutoRenew: true}, nil},
		{Purchase{SKUID: visioPlan2, Seats: 25, Trial: true}, nil},
		{Purchase{SKUID: instance, Seats: 1, AutoRenew: true}, nil},
		{Purchase{SKUID: databaseStorage, Seats: 4, AutoRenew: true}, nil},
	}
}

// Contoso has the tenant own what Contoso owns, and gives some of it to its people.
// Ids never change; later releases only add. For package admin alone.
func Contoso(tx *tenant.Tx, domain string) error {
	for _, p := range contosoPurchases() {
		if _, err := buy(tx, tenant.NameKey("subscription", string(p.SKUID)), p.Purchase); err != nil {
			return err
		}
		sku, _ := tenant.ParseKey(string(p.SKUID))
		for _, name := range p.holders {
			if err := assign(tx, name+"@"+domain, change{add: []given{{SKU: sku}}}); err != nil {
				return err
			}
		}
	}
	return nil
}
