package billing

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// plan is a service plan of the catalog.
type plan struct {
	Key  tenant.Key
	ID   admin365.ServicePlanID
	Name string
	// Company: it is for the tenant as a whole.
	Company bool
}

// plans are the service plans of the products that a tenant in memory can own.
// Which are for the whole tenant is told of a few: the others are taken for people's.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
var plans = []plan{
	{tenant.Key{Hi: 0x41781fb2bc024b7c, Lo: 0xbd55b576c07bb09d}, "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", false},
	{tenant.Key{Hi: 0xeec0eb4f64444f95, Lo: 0xaba050c24d67f998}, "eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", false},
	{tenant.Key{Hi: 0xde377cbc00194ec2, Lo: 0xb77c3f223947e102}, "de377cbc-0019-4ec2-b77c-3f223947e102", "AAD_SMB", false},
	{tenant.Key{Hi: 0x932ad36264a84783, Lo: 0x910697849a1a30b9}, "932ad362-64a8-4783-9106-97849a1a30b9", "ADALLOM_S_DISCOVERY", false},
	{tenant.Key{Hi: 0x8c0982709dd44350, Lo: 0x9b30ba4703f3b36b}, "8c098270-9dd4-4350-9b30-ba4703f3b36b", "ADALLOM_S_O365", true},
	{tenant.Key{Hi: 0x2e2ddb966af94b1d, Lo: 0xa3f0d6ecfd22edb2}, "2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2", "ADALLOM_S_STANDALONE", false},
	{tenant.Key{Hi: 0x14ab5db5e6c44b20, Lo: 0xb4bc13e36fd2227f}, "14ab5db5-e6c4-4b20-b4bc-13e36fd2227f", "ATA", false},
	{tenant.Key{Hi: 0xf20fedf3f3c343c3, Lo: 0x82672bfdd51c0939}, "f20fedf3-f3c3-43c3-8267-2bfdd51c0939", "ATP_ENTERPRISE", false},
	{tenant.Key{Hi: 0x0d0c0d31fae741f2, Lo: 0xb909eaf4d7f26dba}, "0d0c0d31-fae7-41f2-b909-eaf4d7f26dba", "Bing_Chat_Enterprise", false},
	{tenant.Key{Hi: 0x2049e525b859401b, Lo: 0xb2a0e0a31c4b1fe4}, "2049e525-b859-401b-b2a0-e0a31c4b1fe4", "BI_AZURE_P0", false},
	{tenant.Key{Hi: 0x70d336389c744d01, Lo: 0xbfd3562de28bd4ba}, "70d33638-9c74-4d01-bfd3-562de28bd4ba", "BI_AZURE_P2", false},
	{tenant.Key{Hi: 0x0bf3c6427bb54ccc, Lo: 0x884e59d09df0266c}, "0bf3c642-7bb5-4ccc-884e-59d09df0266c", "BI_AZURE_P3", false},
	{tenant.Key{Hi: 0x9bec7e34c9fa40b7, Lo: 0xa9d1bd6d1165c7ed}, "9bec7e34-c9fa-40b7-a9d1-bd6d1165c7ed", "BPOS_S_DlpAddOn", false},
	{tenant.Key{Hi: 0x5e62787cc316451f, Lo: 0xb8731d05acd4d12c}, "5e62787c-c316-451f-b873-1d05acd4d12c", "BPOS_S_TODO_1", false},
	{tenant.Key{Hi: 0xc87f142cd1e94363, Lo: 0x8630aaea9c4d9ae5}, "c87f142c-d1e9-4363-8630-aaea9c4d9ae5", "BPOS_S_TODO_2", false},
	{tenant.Key{Hi: 0x3fb826098c274f7b, Lo: 0xbd5130634711ee67}, "3fb82609-8c27-4f7b-bd51-30634711ee67", "BPOS_S_TODO_3", false},
	{tenant.Key{Hi: 0x91f50f7b22044803, Lo: 0xacac5cf5668b8b39}, "91f50f7b-2204-4803-acac-5cf5668b8b39", "CDSAICAPACITY_PERUSER", false},
	{tenant.Key{Hi: 0x74d939336f22436e, Lo: 0x944166d205435abb}, "74d93933-6f22-436e-9441-66d205435abb", "CDSAICAPACITY_PERUSER_NEW", false},
	{tenant.Key{Hi: 0x360bcc370c114264, Lo: 0x8eed9fa7a3297c9b}, "360bcc37-0c11-4264-8eed-9fa7a3297c9b", "CDS_DB_CAPACITY", true},
	{tenant.Key{Hi: 0xdd12a3a8caec44f8, Lo: 0xb4fb2f1a864b51e3}, "dd12a3a8-caec-44f8-b4fb-2f1a864b51e3", "CDS_FILE_CAPACITY", true},
	{tenant.Key{Hi: 0xdc48f5c5e87d43d6, Lo: 0xb8847ac4a59e7ee9}, "dc48f5c5-e87d-43d6-b884-7ac4a59e7ee9", "CDS_LOG_CAPACITY", true},
	{tenant.Key{Hi: 0xbed136c6b7994462, Lo: 0x824dfc045d3a9d25}, "bed136c6-b799-4462-824d-fc045d3a9d25", "CDS_O365_P1", false},
	{tenant.Key{Hi: 0x95b760216a534741, Lo: 0xab8b1d1f3d66a95a}, "95b76021-6a53-4741-ab8b-1d1f3d66a95a", "CDS_O365_P2", false},
	{tenant.Key{Hi: 0xafa73018811e46e9, Lo: 0x988ff75d2b1b8430}, "afa73018-811e-46e9-988f-f75d2b1b8430", "CDS_O365_P3", false},
	{tenant.Key{Hi: 0xa1ace00872f34ea0, Lo: 0x8dac33b3a23a2472}, "a1ace008-72f3-4ea0-8dac-33b3a23a2472", "CLIPCHAMP", false},
	{tenant.Key{Hi: 0x41fcdd7d47334863, Lo: 0x9cf4c65b83ce2df4}, "41fcdd7d-4733-4863-9cf4-c65b83ce2df4", "COMMUNICATIONS_COMPLIANCE", false},
	{tenant.Key{Hi: 0x6dc145d695dd4191, Lo: 0xb9c3185575ee6f6b}, "6dc145d6-95dd-4191-b9c3-185575ee6f6b", "COMMUNICATIONS_DLP", false},
	{tenant.Key{Hi: 0x2b815d4556e44e3a, Lo: 0xb65c66cb9175b560}, "2b815d45-56e4-4e3a-b65c-66cb9175b560", "ContentExplorer_Standard", false},
	{tenant.Key{Hi: 0xd9fa6af4e0464c89, Lo: 0x9226729a0786685d}, "d9fa6af4-e046-4c89-9226-729a0786685d", "Content_Explorer", false},
	{tenant.Key{Hi: 0xeeea837ac8854167, Lo: 0xb3d5ddde30cbd85f}, "eeea837a-c885-4167-b3d5-ddde30cbd85f", "CRMINSTANCE", true},
	{tenant.Key{Hi: 0xbf36ca6495c64918, Lo: 0x9275eb9f4ce2c04f}, "bf36ca64-95c6-4918-9275-eb9f4ce2c04f", "CRMPLAN2", false},
	{tenant.Key{Hi: 0xf9646fb2e3b24309, Lo: 0x95dedc4833737456}, "f9646fb2-e3b2-4309-95de-dc4833737456", "CRMSTANDARD", false},
	{tenant.Key{Hi: 0x778661130f3e4e6e, Lo: 0x9666b1e25c6f99b0}, "77866113-0f3e-4e6e-9666-b1e25c6f99b0", "CRMSTORAGE", true},
	{tenant.Key{Hi: 0xa98b761966c74885, Lo: 0xbdfc1d9c8c3d279f}, "a98b7619-66c7-4885-bdfc-1d9c8c3d279f", "CRMTESTINSTANCE", true},
	{tenant.Key{Hi: 0x3ec18638bd4c4d3b, Lo: 0x8905479ed636b83e}, "3ec18638-bd4c-4d3b-8905-479ed636b83e", "CustomerLockboxA_Enterprise", false},
	{tenant.Key{Hi: 0x6db1f1db2b46403f, Lo: 0xbe40e39395f08dbb}, "6db1f1db-2b46-403f-be40-e39395f08dbb", "CUSTOMER_KEY", false},
	{tenant.Key{Hi: 0x1412cdc1d5934ad1, Lo: 0x905040c30ad0b023}, "1412cdc1-d593-4ad1-9050-40c30ad0b023", "D365_CSI_EMBED_CE", false},
	{tenant.Key{Hi: 0x5b1e59820e8847bb, Lo: 0xa95eae6085eda612}, "5b1e5982-0e88-47bb-a95e-ae6085eda612", "D365_CSI_EMBED_CSEnterprise", false},
	{tenant.Key{Hi: 0x9f0e1b4e9b334300, Lo: 0xb451b2c662cd4ff7}, "9f0e1b4e-9b33-4300-b451-b2c662cd4ff7", "D365_Finance", false},
	{tenant.Key{Hi: 0x69f07c66bee44222, Lo: 0xb051195095efee5b}, "69f07c66-bee4-4222-b051-195095efee5b", "D365_ProjectOperations", false},
	{tenant.Key{Hi: 0x18fa3abab0854105, Lo: 0x87d755617b8585e6}, "18fa3aba-b085-4105-87d7-55617b8585e6", "D365_ProjectOperationsCDS", false},
	{tenant.Key{Hi: 0x1224eae40d91474a, Lo: 0x8a5227ec96a63fe7}, "1224eae4-0d91-474a-8a52-27ec96a63fe7", "D365_SCM", false},
	{tenant.Key{Hi: 0x46129a58a69846f0, Lo: 0xaa5b17f6586297d9}, "46129a58-a698-46f0-aa5b-17f6586297d9", "DATA_INVESTIGATIONS", false},
	{tenant.Key{Hi: 0xd1142cfd872e4e77, Lo: 0xb6ffd98ec5a51f66}, "d1142cfd-872e-4e77-b6ff-d98ec5a51f66", "DDYN365_CDS_DYN_P2", false},
	{tenant.Key{Hi: 0x99cd49a90e544e07, Lo: 0xaea1d8d9f5f704f5}, "99cd49a9-0e54-4e07-aea1-d8d9f5f704f5", "Defender_for_Iot_Enterprise", false},
	{tenant.Key{Hi: 0x8c7d2df886f04902, Lo: 0xb2eda0458298f3b3}, "8c7d2df8-86f0-4902-b2ed-a0458298f3b3", "Deskless", false},
	{tenant.Key{Hi: 0x39b5c996467e4e60, Lo: 0xbd6246066f572726}, "39b5c996-467e-4e60-bd62-46066f572726", "DYN365BC_MS_INVOICING", false},
	{tenant.Key{Hi: 0x8e9002c0a1d84465, Lo: 0xb952817d2948e6e2}, "8e9002c0-a1d8-4465-b952-817d2948e6e2", "DYN365_BUSCENTRAL_PREMIUM", false},
	{tenant.Key{Hi: 0xd8c638e2950840e3, Lo: 0x9877feb87603837b}, "d8c638e2-9508-40e3-9877-feb87603837b", "DYN365_CDS_DEV_VIRAL", false},
	{tenant.Key{Hi: 0xe95d7060d4d9400a, Lo: 0xa2bda244bf0b609e}, "e95d7060-d4d9-400a-a2bd-a244bf0b609e", "DYN365_CDS_FINANCE", false},
	{tenant.Key{Hi: 0x1315ade10410450d, Lo: 0xb8e38050e6da320f}, "1315ade1-0410-450d-b8e3-8050e6da320f", "DYN365_CDS_GUIDES", false},
	{tenant.Key{Hi: 0x40b010bb0b694654, Lo: 0xac5eba161433f4b4}, "40b010bb-0b69-4654-ac5e-ba161433f4b4", "DYN365_CDS_O365_P1", false},
	{tenant.Key{Hi: 0x4ff01e011ba74d71, Lo: 0x8cf8ce96c3bbcf14}, "4ff01e01-1ba7-4d71-8cf8-ce96c3bbcf14", "DYN365_CDS_O365_P2", false},
	{tenant.Key{Hi: 0x28b0fa46c39a4188, Lo: 0x89e258e979a6b014}, "28b0fa46-c39a-4188-89e2-58e979a6b014", "DYN365_CDS_O365_P3", false},
	{tenant.Key{Hi: 0x6ea4c1efc25946df, Lo: 0xbce2943342cd3cb2}, "6ea4c1ef-c259-46df-bce2-943342cd3cb2", "DYN365_CDS_P2", false},
	{tenant.Key{Hi: 0x50554c4771d949fd, Lo: 0xbc5442a2765c555c}, "50554c47-71d9-49fd-bc54-42a2765c555c", "DYN365_CDS_PROJECT", false},
	{tenant.Key{Hi: 0xb6a8b97429564e14, Lo: 0xae81f0384c363528}, "b6a8b974-2956-4e14-ae81-f0384c363528", "DYN365_CDS_SUPPLYCHAINMANAGEMENT", false},
	{tenant.Key{Hi: 0x17ab22cda0b34536, Lo: 0x910acb6eb12696c0}, "17ab22cd-a0b3-4536-910a-cb6eb12696c0", "DYN365_CDS_VIRAL", false},
	{tenant.Key{Hi: 0x99340b49fb814b1e, Lo: 0x976b8f2ae8e9394f}, "99340b49-fb81-4b1e-976b-8f2ae8e9394f", "DYN365_ENTERPRISE_CUSTOMER_SERVICE", false},
	{tenant.Key{Hi: 0x8c66ef8a177f4c0d, Lo: 0x853cd4f219331d09}, "8c66ef8a-177f-4c0d-853c-d4f219331d09", "DYN365_ENTERPRISE_FIELD_SERVICE", false},
	{tenant.Key{Hi: 0xd56f3deb50d8465a, Lo: 0xbedbf079817ccac1}, "d56f3deb-50d8-465a-bedb-f079817ccac1", "DYN365_ENTERPRISE_P1", false},
	{tenant.Key{Hi: 0x056a5f80b4e04983, Lo: 0xa8be7ad254a113c9}, "056a5f80-b4e0-4983-a8be-7ad254a113c9", "DYN365_ENTERPRISE_P1_IW", false},
	{tenant.Key{Hi: 0x2da8e8977791486b, Lo: 0xb08fcc63c8129df7}, "2da8e897-7791-486b-b08f-cc63c8129df7", "DYN365_ENTERPRISE_SALES", false},
	{tenant.Key{Hi: 0x643d201a988445be, Lo: 0x962a06ba97062e5e}, "643d201a-9884-45be-962a-06ba97062e5e", "DYN365_Enterprise_Talent_Attract_TeamMember", false},
	{tenant.Key{Hi: 0xf2f49eef4b3f4853, Lo: 0x809aa055c6103fe0}, "f2f49eef-4b3f-4853-809a-a055c6103fe0", "DYN365_Enterprise_Talent_Onboard_TeamMember", false},
	{tenant.Key{Hi: 0x6a54b05e4fab40e7, Lo: 0x9828428db3b336fa}, "6a54b05e-4fab-40e7-9828-428db3b336fa", "DYN365_ENTERPRISE_TEAM_MEMBERS", false},
	{tenant.Key{Hi: 0x920656a27dd84c83, Lo: 0x97b6a356414dbd36}, "920656a2-7dd8-4c83-97b6-a356414dbd36", "DYN365_FINANCIALS_BUSINESS", false},
	{tenant.Key{Hi: 0xd9a6391b89704976, Lo: 0xbd945f205007c8d8}, "d9a6391b-8970-4976-bd94-5f205007c8d8", "DYN365_FINANCIALS_TEAM_MEMBERS", false},
	{tenant.Key{Hi: 0xc7657ae3c0b04eed, Lo: 0x8c1d6a7967bd9c65}, "c7657ae3-c0b0-4eed-8c1d-6a7967bd9c65", "DYN365_REGULATORY_SERVICE", false},
	{tenant.Key{Hi: 0x65a1ebf467324f00, Lo: 0x9dcb3d115ffdeecd}, "65a1ebf4-6732-4f00-9dcb-3d115ffdeecd", "DYN365_TALENT_ENTERPRISE", false},
	{tenant.Key{Hi: 0x4092fdb58d8141d3, Lo: 0xbe76aaba4074530b}, "4092fdb5-8d81-41d3-be76-aaba4074530b", "DYN365_TEAM_MEMBERS", false},
	{tenant.Key{Hi: 0x95d2cd7b1007484b, Lo: 0x85955e97e63fe189}, "95d2cd7b-1007-484b-8595-5e97e63fe189", "Dynamics_365_for_Operations", false},
	{tenant.Key{Hi: 0xf5aa7b458a364cd1, Lo: 0xbc375d06dea98645}, "f5aa7b45-8a36-4cd1-bc37-5d06dea98645", "Dynamics_365_for_Operations_Team_members", false},
	{tenant.Key{Hi: 0xa9e391998369444b, Lo: 0x89c15fe65ec45665}, "a9e39199-8369-444b-89c1-5fe65ec45665", "Dynamics_365_for_Retail", false},
	{tenant.Key{Hi: 0xc0454a3d32b54740, Lo: 0xb09078c32f48f0ad}, "c0454a3d-32b5-4740-b090-78c32f48f0ad", "Dynamics_365_for_Retail_Team_members", false},
	{tenant.Key{Hi: 0xd515663507044f66, Lo: 0x880393258f8b2678}, "d5156635-0704-4f66-8803-93258f8b2678", "Dynamics_365_for_Talent_Team_members", false},
	{tenant.Key{Hi: 0xf815ac79c5dd4bcc, Lo: 0x9b78d97f7b817d0d}, "f815ac79-c5dd-4bcc-9b78-d97f7b817d0d", "DYNAMICS_365_HIRING_FREE_PLAN", false},
	{tenant.Key{Hi: 0x300b811485554313, Lo: 0xb8610c115d820f50}, "300b8114-8555-4313-b861-0c115d820f50", "Dynamics_365_Onboarding_Free_PLAN", false},
	{tenant.Key{Hi: 0x4de31727a2284ec3, Lo: 0xa5bf8e45b5ca48cc}, "4de31727-a228-4ec3-a5bf-8e45b5ca48cc", "EQUIVIO_ANALYTICS", false},
	{tenant.Key{Hi: 0x531ee2f8b1cb453b, Lo: 0x9c21d2180d014ca5}, "531ee2f8-b1cb-453b-9c21-d2180d014ca5", "EXCEL_PREMIUM", false},
	{tenant.Key{Hi: 0x34c0d7a0a70f4668, Lo: 0x923847f9fc208882}, "34c0d7a0-a70f-4668-9238-47f9fc208882", "EXCHANGE_ANALYTICS", false},
	{tenant.Key{Hi: 0x176a09a67ec54039, Lo: 0xac02b2791c6ba793}, "176a09a6-7ec5-4039-ac02-b2791c6ba793", "EXCHANGE_S_ARCHIVE_ADDON", false},
	{tenant.Key{Hi: 0xefb87545963c4e0d, Lo: 0x99df69c6916d9eb0}, "efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", false},
	{tenant.Key{Hi: 0x113feb6c3fe44440, Lo: 0xbddc54d774bf0318}, "113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION", true},
	{tenant.Key{Hi: 0x9aaf7827d63c4b61, Lo: 0x89c3182f06f82e5c}, "9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", false},
	{tenant.Key{Hi: 0xc7ce3f26564d4d3a, Lo: 0x878dd8ab868c85fe}, "c7ce3f26-564d-4d3a-878d-d8ab868c85fe", "FLOW_DEV_VIRAL", false},
	{tenant.Key{Hi: 0x7e6d7d7873de46ba, Lo: 0x83b16d25117334ba}, "7e6d7d78-73de-46ba-83b1-6d25117334ba", "FLOW_DYN_APPS", false},
	{tenant.Key{Hi: 0xb650d9159886424b, Lo: 0xa08d633cede56f57}, "b650d915-9886-424b-a08d-633cede56f57", "FLOW_DYN_P2", false},
	{tenant.Key{Hi: 0x1ec58c70f69c486a, Lo: 0x81094b87ce86e449}, "1ec58c70-f69c-486a-8109-4b87ce86e449", "FLOW_DYN_TEAM", false},
	{tenant.Key{Hi: 0xfa200448008c4acb, Lo: 0xabd4ea106ed2199d}, "fa200448-008c-4acb-abd4-ea106ed2199d", "FLOW_FOR_PROJECT", false},
	{tenant.Key{Hi: 0x0f9b09cb62d14ff4, Lo: 0x912943f4996f83f4}, "0f9b09cb-62d1-4ff4-9129-43f4996f83f4", "FLOW_O365_P1", false},
	{tenant.Key{Hi: 0x76846ad777764c40, Lo: 0xa281a386362dd1b9}, "76846ad7-7776-4c40-a281-a386362dd1b9", "FLOW_O365_P2", false},
	{tenant.Key{Hi: 0x076995459485468e, Lo: 0x95b62fca3738be01}, "07699545-9485-468e-95b6-2fca3738be01", "FLOW_O365_P3", false},
	{tenant.Key{Hi: 0x50e68c7646c64674, Lo: 0x81f975456511b170}, "50e68c76-46c6-4674-81f9-75456511b170", "FLOW_P2_VIRAL", false},
	{tenant.Key{Hi: 0xdc789ed801704b65, Lo: 0xa415eb77d5bb350a}, "dc789ed8-0170-4b65-a415-eb77d5bb350a", "Flow_PowerApps_PerUser", false},
	{tenant.Key{Hi: 0x159f4cd6e380449f, Lo: 0xa816af1a9ef76344}, "159f4cd6-e380-449f-a816-af1a9ef76344", "FORMS_PLAN_E1", false},
	{tenant.Key{Hi: 0x2789c901c14e48ab, Lo: 0xa76abe334d9d793a}, "2789c901-c14e-48ab-a76a-be334d9d793a", "FORMS_PLAN_E3", false},
	{tenant.Key{Hi: 0xe212cbc709614c40, Lo: 0x982501117710dcb1}, "e212cbc7-0961-4c40-9825-01117710dcb1", "FORMS_PLAN_E5", false},
	{tenant.Key{Hi: 0x97f29a831a2044ff, Lo: 0xbf485e4ad11f3e51}, "97f29a83-1a20-44ff-bf48-5e4ad11f3e51", "Forms_Pro_CE", false},
	{tenant.Key{Hi: 0x9c43925963b046cc, Lo: 0xa25872be4313a42d}, "9c439259-63b0-46cc-a258-72be4313a42d", "Forms_Pro_FS", false},
	{tenant.Key{Hi: 0x67bf4812f90b4db9, Lo: 0x97e7c0bbbf7b2d09}, "67bf4812-f90b-4db9-97e7-c0bbbf7b2d09", "Forms_Pro_Service", false},
	{tenant.Key{Hi: 0xa6520331d7d44276, Lo: 0x95f515c0933bc757}, "a6520331-d7d4-4276-95f5-15c0933bc757", "GRAPH_CONNECTORS_SEARCH_INDEX", false},
	{tenant.Key{Hi: 0x0b2c029cdca0454a, Lo: 0xa336887285d6ef07}, "0b2c029c-dca0-454a-a336-887285d6ef07", "GUIDES", false},
	{tenant.Key{Hi: 0xc4801e8acb584c35, Lo: 0xaca6f2dcc106f287}, "c4801e8a-cb58-4c35-aca6-f2dcc106f287", "INFORMATION_BARRIERS", false},
	{tenant.Key{Hi: 0xe26c2fccab914a61, Lo: 0xb35c03cdc8dddf66}, "e26c2fcc-ab91-4a61-b35c-03cdc8dddf66", "INFO_GOVERNANCE", false},
	{tenant.Key{Hi: 0xd587c7a3bda94f99, Lo: 0x87769bcf59c84f75}, "d587c7a3-bda9-4f99-8776-9bcf59c84f75", "INSIDER_RISK", false},
	{tenant.Key{Hi: 0x9d0c4ee5e4a14625, Lo: 0xab39d82b619b1a34}, "9d0c4ee5-e4a1-4625-ab39-d82b619b1a34", "INSIDER_RISK_MANAGEMENT", false},
	{tenant.Key{Hi: 0xc1ec4a951f0545b3, Lo: 0xa911aa3fa01094f5}, "c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A", false},
	{tenant.Key{Hi: 0x882e1d05acd14ccb, Lo: 0x87086ee03664b117}, "882e1d05-acd1-4ccb-8708-6ee03664b117", "INTUNE_O365", false},
	{tenant.Key{Hi: 0x8e9ff0ffaa7a4b20, Lo: 0x83c12f636b600ac2}, "8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2", "INTUNE_SMBIZ", false},
	{tenant.Key{Hi: 0x54fc630f5a4048ee, Lo: 0x8965af0503c1386e}, "54fc630f-5a40-48ee-8965-af0503c1386e", "KAIZALA_O365_P2", false},
	{tenant.Key{Hi: 0xaebd30219f8f4bf8, Lo: 0xbbe30ed2f4f047a1}, "aebd3021-9f8f-4bf8-bbe3-0ed2f4f047a1", "KAIZALA_O365_P3", false},
	{tenant.Key{Hi: 0x0898bdbb73b0471a, Lo: 0x81e520f1fe4dd66e}, "0898bdbb-73b0-471a-81e5-20f1fe4dd66e", "KAIZALA_STANDALONE", false},
	{tenant.Key{Hi: 0x9f431833033442de, Lo: 0xa7dc70aa40db46db}, "9f431833-0334-42de-a7dc-70aa40db46db", "LOCKBOX_ENTERPRISE", false},
	{tenant.Key{Hi: 0x2f442157a11c46b9, Lo: 0xae5b6e39ff4e5849}, "2f442157-a11c-46b9-ae5b-6e39ff4e5849", "M365_ADVANCED_AUDITING", false},
	{tenant.Key{Hi: 0xf6de482328fa440b, Lo: 0xb8864783fa86ddba}, "f6de4823-28fa-440b-b886-4783fa86ddba", "M365_AUDIT_PLATFORM", false},
	{tenant.Key{Hi: 0x6f23d6a9adbf481c, Lo: 0x8538b4c095654487}, "6f23d6a9-adbf-481c-8538-b4c095654487", "M365_LIGHTHOUSE_CUSTOMER_PLAN1", false},
	{tenant.Key{Hi: 0xd55411c9cfff40a9, Lo: 0x87c7240f14df7da5}, "d55411c9-cfff-40a9-87c7-240f14df7da5", "M365_LIGHTHOUSE_PARTNER_PLAN1", false},
	{tenant.Key{Hi: 0x4828c8ecdc2e4779, Lo: 0xb50287ac9ce28ab7}, "4828c8ec-dc2e-4779-b502-87ac9ce28ab7", "MCOEV", false},
	{tenant.Key{Hi: 0x3e26ee1f8a5f4d52, Lo: 0xaee2b81ce45c8f40}, "3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MCOMEETADV", false},
	{tenant.Key{Hi: 0x0feaeb32d00e4d66, Lo: 0xbd5a43b5b83db82c}, "0feaeb32-d00e-4d66-bd5a-43b5b83db82c", "MCOSTANDARD", false},
	{tenant.Key{Hi: 0x292cc0347b7c4950, Lo: 0xaaf5943befd3f1d4}, "292cc034-7b7c-4950-aaf5-943befd3f1d4", "MDE_LITE", false},
	{tenant.Key{Hi: 0xbfc1bbd9981b4f71, Lo: 0x9b8217c35fd0e2a4}, "bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4", "MDE_SMB", false},
	{tenant.Key{Hi: 0x3413916eee664071, Lo: 0xbe306f94d4adfeda}, "3413916e-ee66-4071-be30-6f94d4adfeda", "MDM_SALES_COLLABORATION", false},
	{tenant.Key{Hi: 0x3efbd4ed89584824, Lo: 0x83891321f8730af8}, "3efbd4ed-8958-4824-8389-1321f8730af8", "MESH_AVATARS_ADDITIONAL_FOR_TEAMS", false},
	{tenant.Key{Hi: 0xdcf9d2f4772e4434, Lo: 0xb75777a453cfbc02}, "dcf9d2f4-772e-4434-b757-77a453cfbc02", "MESH_AVATARS_FOR_TEAMS", false},
	{tenant.Key{Hi: 0xf0ff6ac6297d49cd, Lo: 0xbe346dfef97f0c28}, "f0ff6ac6-297d-49cd-be34-6dfef97f0c28", "MESH_IMMERSIVE_FOR_TEAMS", false},
	{tenant.Key{Hi: 0x8a256a2bb617496d, Lo: 0xb51be76466e88db0}, "8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM", false},
	{tenant.Key{Hi: 0x199a5c09e0ca4e37, Lo: 0x8f7cb05d533e1ea2}, "199a5c09-e0ca-4e37-8f7c-b05d533e1ea2", "MICROSOFTBOOKINGS", false},
	{tenant.Key{Hi: 0x64bfac922b174482, Lo: 0xb5e5a0304429de3e}, "64bfac92-2b17-4482-b5e5-a0304429de3e", "MICROSOFTENDPOINTDLP", false},
	{tenant.Key{Hi: 0xa413a9ff720c4822, Lo: 0x98ef2f37c2a21f4c}, "a413a9ff-720c-4822-98ef-2f37c2a21f4c", "MICROSOFT_COMMUNICATION_COMPLIANCE", false},
	{tenant.Key{Hi: 0xc4b8c31afb444c65, Lo: 0x9837a21f55fcabda}, "c4b8c31a-fb44-4c65-9837-a21f55fcabda", "MICROSOFT_LOOP", false},
	{tenant.Key{Hi: 0x4f4c7800298a4e22, Lo: 0x886796b17850d4dd}, "4f4c7800-298a-4e22-8867-96b17850d4dd", "MICROSOFT_REMOTE_ASSIST", false},
	{tenant.Key{Hi: 0x94065c59bc8e4e8b, Lo: 0x89e55138d471eaff}, "94065c59-bc8e-4e8b-89e5-5138d471eaff", "MICROSOFT_SEARCH", false},
	{tenant.Key{Hi: 0x5136a0955cf04aff, Lo: 0xbec3e84448b38ea5}, "5136a095-5cf0-4aff-bec3-e84448b38ea5", "MIP_S_CLP1", false},
	{tenant.Key{Hi: 0xefb0351d3b084503, Lo: 0x993d383af8de41e3}, "efb0351d-3b08-4503-993d-383af8de41e3", "MIP_S_CLP2", false},
	{tenant.Key{Hi: 0xcd31b15263264d1b, Lo: 0xae1b997b625182e6}, "cd31b152-6326-4d1b-ae1b-997b625182e6", "MIP_S_Exchange", false},
	{tenant.Key{Hi: 0xd2d5136876c94317, Lo: 0xada2a12c004c432f}, "d2d51368-76c9-4317-ada2-a12c004c432f", "ML_CLASSIFICATION", false},
	{tenant.Key{Hi: 0xbf28f71978444079, Lo: 0x9c78c1307898e192}, "bf28f719-7844-4079-9c78-c1307898e192", "MTP", false},
	{tenant.Key{Hi: 0x33c4f3199bdd48d6, Lo: 0x9c4d410b750a4a5a}, "33c4f319-9bdd-48d6-9c4d-410b750a4a5a", "MYANALYTICS_P2", false},
	{tenant.Key{Hi: 0x03acaee394924f40, Lo: 0xaed4bcb6b32981b6}, "03acaee3-9492-4f40-aed4-bcb6b32981b6", "NBENTERPRISE", false},
	{tenant.Key{Hi: 0x3e58e97c9abeebab, Lo: 0xcd5fd543d1529634}, "3e58e97c-9abe-ebab-cd5f-d543d1529634", "NBPROFESSIONALFORCRM", false},
	{tenant.Key{Hi: 0xdb4d623db514490b, Lo: 0xb7ef8885eee514de}, "db4d623d-b514-490b-b7ef-8885eee514de", "Nucleus", false},
	{tenant.Key{Hi: 0x5bfe124cbbdc4494, Lo: 0x8835f1297d457d79}, "5bfe124c-bbdc-4494-8835-f1297d457d79", "O365_SB_Relationship_Management", false},
	{tenant.Key{Hi: 0xc63d4d19e8cb460e, Lo: 0xb37c4d6c34603745}, "c63d4d19-e8cb-460e-b37c-4d6c34603745", "OFFICEMOBILE_SUBSCRIPTION", false},
	{tenant.Key{Hi: 0x43de0ff5c92c492b, Lo: 0x9116175376d08c38}, "43de0ff5-c92c-492b-9116-175376d08c38", "OFFICESUBSCRIPTION", false},
	{tenant.Key{Hi: 0x094e785493fc4d55, Lo: 0xb2c03ab5369ebdc1}, "094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "OFFICE_BUSINESS", false},
	{tenant.Key{Hi: 0x276d6e8af0564f70, Lo: 0xb7e84fc27f79f809}, "276d6e8a-f056-4f70-b7e8-4fc27f79f809", "OFFICE_SHARED_COMPUTER_ACTIVATION", false},
	{tenant.Key{Hi: 0xda792a53cbc04184, Lo: 0xa10de544dd34b3c1}, "da792a53-cbc0-4184-a10d-e544dd34b3c1", "ONEDRIVE_BASIC", false},
	{tenant.Key{Hi: 0xb1188c4c1b364018, Lo: 0xb48bee07604f6feb}, "b1188c4c-1b36-4018-b48b-ee07604f6feb", "PAM_ENTERPRISE", false},
	{tenant.Key{Hi: 0xa2729df725f84e63, Lo: 0x984b8a8484121554}, "a2729df7-25f8-4e63-984b-8a8484121554", "POWERAPPS_DEV_VIRAL", false},
	{tenant.Key{Hi: 0x874fc5466efe4d22, Lo: 0x90b85c4e7aa59f4b}, "874fc546-6efe-4d22-90b8-5c4e7aa59f4b", "POWERAPPS_DYN_APPS", false},
	{tenant.Key{Hi: 0x0b03f40bc40440c3, Lo: 0x86512aceb74365fa}, "0b03f40b-c404-40c3-8651-2aceb74365fa", "POWERAPPS_DYN_P2", false},
	{tenant.Key{Hi: 0x52e619e22730439a, Lo: 0xb0d3d09ab7e8b705}, "52e619e2-2730-439a-b0d3-d09ab7e8b705", "POWERAPPS_DYN_TEAM", false},
	{tenant.Key{Hi: 0x816971f437c5424a, Lo: 0xb12bb56881f402e7}, "816971f4-37c5-424a-b12b-b56881f402e7", "POWERAPPS_GUIDES", false},
	{tenant.Key{Hi: 0x92f7a6f3b89b4bbd, Lo: 0x8c30809e6da5ad1c}, "92f7a6f3-b89b-4bbd-8c30-809e6da5ad1c", "POWERAPPS_O365_P1", false},
	{tenant.Key{Hi: 0xc68f8d98553441c8, Lo: 0xbf3622fa496fa792}, "c68f8d98-5534-41c8-bf36-22fa496fa792", "POWERAPPS_O365_P2", false},
	{tenant.Key{Hi: 0x9c0dab89a30c4117, Lo: 0x86e797bda240acd2}, "9c0dab89-a30c-4117-86e7-97bda240acd2", "POWERAPPS_O365_P3", false},
	{tenant.Key{Hi: 0xea2cf03bac6046ae, Lo: 0x9c1deeaeb63cec86}, "ea2cf03b-ac60-46ae-9c1d-eeaeb63cec86", "POWERAPPS_PER_USER", false},
	{tenant.Key{Hi: 0x60bf28f92b704522, Lo: 0x96f7335f5e06c941}, "60bf28f9-2b70-4522-96f7-335f5e06c941", "Power_Pages_Internal_User", false},
	{tenant.Key{Hi: 0x0683001c04924d59, Lo: 0x9515d9a6426b5813}, "0683001c-0492-4d59-9515-d9a6426b5813", "POWER_VIRTUAL_AGENTS_O365_P1", false},
	{tenant.Key{Hi: 0x041fe68303e445b6, Lo: 0xb1afc0cdc516daee}, "041fe683-03e4-45b6-b1af-c0cdc516daee", "POWER_VIRTUAL_AGENTS_O365_P2", false},
	{tenant.Key{Hi: 0xded3d3251bdc453e, Lo: 0x84325bac26d7a014}, "ded3d325-1bdc-453e-8432-5bac26d7a014", "POWER_VIRTUAL_AGENTS_O365_P3", false},
	{tenant.Key{Hi: 0x617b097b4b934ede, Lo: 0x83de5f075bb5fb2f}, "617b097b-4b93-4ede-83de-5f075bb5fb2f", "PREMIUM_ENCRYPTION", false},
	{tenant.Key{Hi: 0xb737dad22f6c4c65, Lo: 0x90e3ca563267e8b9}, "b737dad2-2f6c-4c65-90e3-ca563267e8b9", "PROJECTWORKMANAGEMENT", false},
	{tenant.Key{Hi: 0xfafd7243e5c14a3a, Lo: 0x9e40495efcb1d3c3}, "fafd7243-e5c1-4a3a-9e40-495efcb1d3c3", "PROJECT_CLIENT_SUBSCRIPTION", false},
	{tenant.Key{Hi: 0x1259157c85814875, Lo: 0xbca72ffb18c51bda}, "1259157c-8581-4875-bca7-2ffb18c51bda", "PROJECT_ESSENTIALS", false},
	{tenant.Key{Hi: 0x0a05d977a21a45b2, Lo: 0x91ce61c240dbafa2}, "0a05d977-a21a-45b2-91ce-61c240dbafa2", "PROJECT_FOR_PROJECT_OPERATIONS", false},
	{tenant.Key{Hi: 0xa55dfd10086446d9, Lo: 0xa3cdda5991a3e0e2}, "a55dfd10-0864-46d9-a3cd-da5991a3e0e2", "PROJECT_O365_P1", false},
	{tenant.Key{Hi: 0x31b4e2fc4cd64e7d, Lo: 0x9c1b41407303bd66}, "31b4e2fc-4cd6-4e7d-9c1b-41407303bd66", "PROJECT_O365_P2", false},
	{tenant.Key{Hi: 0xb21a6b061988436e, Lo: 0xa07b51ec6d9f52ad}, "b21a6b06-1988-436e-a07b-51ec6d9f52ad", "PROJECT_O365_P3", false},
	{tenant.Key{Hi: 0x818523f5016b4355, Lo: 0x9be8ed6944946ea7}, "818523f5-016b-4355-9be8-ed6944946ea7", "PROJECT_PROFESSIONAL", false},
	{tenant.Key{Hi: 0xc948ea6520534a5a, Lo: 0x8a629eaaaf11b522}, "c948ea65-2053-4a5a-8a62-9eaaaf11b522", "PURVIEW_DISCOVERY", false},
	{tenant.Key{Hi: 0x65cc641fcccd4643, Lo: 0x97e0a17e3045e541}, "65cc641f-cccd-4643-97e0-a17e3045e541", "RECORDS_MANAGEMENT", false},
	{tenant.Key{Hi: 0x31cf2cfc6b0d4adc, Lo: 0xa33688b724ed8122}, "31cf2cfc-6b0d-4adc-a336-88b724ed8122", "RMS_S_BASIC", false},
	{tenant.Key{Hi: 0xbea4c11e220a4e6d, Lo: 0x8eb88ea15d019f90}, "bea4c11e-220a-4e6d-8eb8-8ea15d019f90", "RMS_S_ENTERPRISE", false},
	{tenant.Key{Hi: 0x6c57d4b63b2347a5, Lo: 0x9bc969f17b4947b3}, "6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMS_S_PREMIUM", false},
	{tenant.Key{Hi: 0x5689bec4755d4753, Lo: 0x8b6140975025187c}, "5689bec4-755d-4753-8b61-40975025187c", "RMS_S_PREMIUM2", false},
	{tenant.Key{Hi: 0xbf6f552059e34f82, Lo: 0x974b7dbbc4fd27c7}, "bf6f5520-59e3-4f82-974b-7dbbc4fd27c7", "SAFEDOCS", false},
	{tenant.Key{Hi: 0x5dbe027f23394123, Lo: 0x9542606e4d348a72}, "5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE", false},
	{tenant.Key{Hi: 0xc7699d2e19aa44de, Lo: 0x8edf1736da088ca1}, "c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD", false},
	{tenant.Key{Hi: 0xe95bec337c884a70, Lo: 0x8e19b10bd9d0c014}, "e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC", false},
	{tenant.Key{Hi: 0xfe71d6c3a2ea4499, Lo: 0x9778da042bf08063}, "fe71d6c3-a2ea-4499-9778-da042bf08063", "SHAREPOINT_PROJECT", false},
	{tenant.Key{Hi: 0x743dd19e1ce34c62, Lo: 0xa3ad49ba8f63a2f6}, "743dd19e-1ce3-4c62-a3ad-49ba8f63a2f6", "STREAM_O365_E1", false},
	{tenant.Key{Hi: 0x9e7007478b1d45e5, Lo: 0xab8def187ceec156}, "9e700747-8b1d-45e5-ab8d-ef187ceec156", "STREAM_O365_E3", false},
	{tenant.Key{Hi: 0x6c6042f56f014d67, Lo: 0xb8c1eb99d36eed3e}, "6c6042f5-6f01-4d67-b8c1-eb99d36eed3e", "STREAM_O365_E5", false},
	{tenant.Key{Hi: 0x3c53ea51d57846fa, Lo: 0xa4c0fd0a92809a60}, "3c53ea51-d578-46fa-a4c0-fd0a92809a60", "STREAM_O365_SMB", false},
	{tenant.Key{Hi: 0xa23b959c7ce84e57, Lo: 0x9140b90eb88a9e97}, "a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY", false},
	{tenant.Key{Hi: 0x57ff2da0773e42df, Lo: 0xb2afffb7a2317929}, "57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", false},
	{tenant.Key{Hi: 0x8e0c0a526a6c4d40, Lo: 0x8370dd62790dcd70}, "8e0c0a52-6a6c-4d40-8370-dd62790dcd70", "THREAT_INTELLIGENCE", false},
	{tenant.Key{Hi: 0x795f6fe0cc4d4773, Lo: 0xb0505dde4dc704c9}, "795f6fe0-cc4d-4773-b050-5dde4dc704c9", "UNIVERSAL_PRINT_01", false},
	{tenant.Key{Hi: 0x2bdbaf8f738f4ac7, Lo: 0x92343c3ee2ce7d0f}, "2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f", "VISIOONLINE", false},
	{tenant.Key{Hi: 0x663a804f1c304ff0, Lo: 0x99159db84f0d1cea}, "663a804f-1c30-4ff0-9915-9db84f0d1cea", "VISIO_CLIENT_SUBSCRIPTION", false},
	{tenant.Key{Hi: 0xa82fbf69b4d749f4, Lo: 0x83a6915b2cf354f4}, "a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "VIVAENGAGE_CORE", false},
	{tenant.Key{Hi: 0xb76fb6386ba6402a, Lo: 0xb9f983d28acb3d86}, "b76fb638-6ba6-402a-b9f9-83d28acb3d86", "VIVA_LEARNING_SEEDED", false},
	{tenant.Key{Hi: 0xb8afc642032e4de5, Lo: 0x8c0a507a7bba7e5d}, "b8afc642-032e-4de5-8c0a-507a7bba7e5d", "WHITEBOARD_PLAN1", false},
	{tenant.Key{Hi: 0x94a54592cd8b425e, Lo: 0x87c697868b000b91}, "94a54592-cd8b-425e-87c6-97868b000b91", "WHITEBOARD_PLAN2", false},
	{tenant.Key{Hi: 0x4a51bca51eff43f5, Lo: 0x878c177680f191af}, "4a51bca5-1eff-43f5-878c-177680f191af", "WHITEBOARD_PLAN3", false},
	{tenant.Key{Hi: 0x21b439baa0ca424f, Lo: 0xa6cc52f954a5b111}, "21b439ba-a0ca-424f-a6cc-52f954a5b111", "WIN10_PRO_ENT_SUB", false},
	{tenant.Key{Hi: 0x8e229017d77b43d5, Lo: 0x9305903395523b99}, "8e229017-d77b-43d5-9305-903395523b99", "WINBIZ", false},
	{tenant.Key{Hi: 0x871d91ecec1a452b, Lo: 0xa83fbd76c7d770ef}, "871d91ec-ec1a-452b-a83f-bd76c7d770ef", "WINDEFATP", false},
	{tenant.Key{Hi: 0x7bf960f62cd9443a, Lo: 0x80465dbff9558365}, "7bf960f6-2cd9-443a-8046-5dbff9558365", "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE", false},
	{tenant.Key{Hi: 0x9a6eeb790b4b4bf0, Lo: 0x980839d99a2cd5a3}, "9a6eeb79-0b4b-4bf0-9808-39d99a2cd5a3", "Windows_Autopatch", false},
	{tenant.Key{Hi: 0x7547a3fe08ee4ccb, Lo: 0xb4305077c5041653}, "7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE", false},
}

// bundle is what a product holds: its plans by their place in plans.
type bundle struct {
	Key tenant.Key
	// Company: nobody can be given it.
	Company bool
	Plans   []uint8
}

// bundles are what the products hold, in the order of products.
var bundles = []bundle{
	// AAD_PREMIUM
	{tenant.Key{Hi: 0x078d2b04f1bd4111, Lo: 0xbbd4b4b1b354cef4}, false, []uint8{0, 127, 3, 83}},
	// AAD_PREMIUM_P2
	{tenant.Key{Hi: 0x84a661c4e9494bd2, Lo: 0xa560ed7766fcaf2b}, false, []uint8{0, 3, 83, 127, 1}},
	// CDS_DB_CAPACITY
	{tenant.Key{Hi: 0xe612d4266bc34181, Lo: 0x965891aa906b0ac0}, true, []uint8{18, 83}},
	// CDS_FILE_CAPACITY
	{tenant.Key{Hi: 0x631d5fb1a6684c2a, Lo: 0x94278830665a742e}, true, []uint8{83, 19}},
	// CDS_LOG_CAPACITY
	{tenant.Key{Hi: 0x448b063f9cc642fc, Lo: 0xa0e640e08724a395}, true, []uint8{20, 83}},
	// CRMINSTANCE
	{tenant.Key{Hi: 0x9d77671314cb4697, Lo: 0xa21d9a52455c738a}, true, []uint8{83, 29}},
	// CRMPLAN2
	{tenant.Key{Hi: 0x906af65a297046d5, Lo: 0x9b584e9aa50f0657}, false, []uint8{30, 86, 83, 151}},
	// CRMSTANDARD
	{tenant.Key{Hi: 0xd17b27af3f494822, Lo: 0x99f956a661538792}, false, []uint8{123, 141, 151, 86, 31}},
	// CRMSTORAGE
	{tenant.Key{Hi: 0x328dc22800bc48c6, Lo: 0x8b091fbc8bc3435d}, true, []uint8{32, 83}},
	// CRMTESTINSTANCE
	{tenant.Key{Hi: 0xe06abcc27ec54a79, Lo: 0xb08bd9c282376f72}, true, []uint8{33, 83}},
	// DYN365_BUSCENTRAL_ESSENTIAL
	{tenant.Key{Hi: 0x2880026b2b0c4251, Lo: 0x86565d41ff11e3aa}, false, []uint8{151, 83, 66, 86}},
	// DYN365_BUSCENTRAL_PREMIUM
	{tenant.Key{Hi: 0xf991cecc3f914cd0, Lo: 0xa9a8bf1c8167e029}, false, []uint8{86, 151, 83, 47}},
	// DYN365_BUSCENTRAL_TEAM_MEMBER
	{tenant.Key{Hi: 0x2e3c402380f64711, Lo: 0xaa5d29e0ecb46835}, false, []uint8{67, 83, 153, 88}},
	// DYN365_ENTERPRISE_CUSTOMER_SERVICE
	{tenant.Key{Hi: 0x749742bf0d374158, Lo: 0xa12033567104deeb}, false, []uint8{100, 37, 83, 181, 86, 140, 151, 166, 179, 58}},
	// DYN365_ENTERPRISE_FIELD_SERVICE
	{tenant.Key{Hi: 0xc7d15985e7464f01, Lo: 0xb11320b575898250}, false, []uint8{86, 181, 59, 179, 99, 140, 83, 151, 166}},
	// DYN365_ENTERPRISE_P1_IW
	{tenant.Key{Hi: 0x338148b61b114102, Lo: 0xafb9f92b6cdc0f8d}, false, []uint8{61, 83}},
	// DYN365_ENTERPRISE_PLAN1
	{tenant.Key{Hi: 0xea126fc5a19e42e2, Lo: 0xa731da9d437bffcf}, false, []uint8{182, 152, 86, 87, 60, 179, 36, 102, 40, 98, 159, 140, 39, 50, 132, 59, 83, 188, 181, 167, 165, 154}},
	// DYN365_ENTERPRISE_SALES
	{tenant.Key{Hi: 0x1e1a282c9c5443a2, Lo: 0x931098ef728faace}, false, []uint8{181, 179, 166, 151, 140, 86, 62}},
	// DYN365_ENTERPRISE_TEAM_MEMBERS
	{tenant.Key{Hi: 0x8e7a3d30d97d43ab, Lo: 0x837cd7701cef83dc}, false, []uint8{83, 166, 179, 151, 153, 86, 154, 132, 102, 72, 88, 159, 65, 75, 64, 63, 74, 59, 181, 188}},
	// DYN365_FINANCE
	{tenant.Key{Hi: 0x55c9eb4ec74645b4, Lo: 0xb2559ab6b19d5c62}, false, []uint8{68, 86, 151, 38, 49, 83}},
	// DYN365_SCM
	{tenant.Key{Hi: 0xf2e48cb39da042cd, Lo: 0x84644a54ce198ad0}, false, []uint8{83, 151, 86, 41, 56, 68}},
	// DYN365_TEAM_MEMBERS
	{tenant.Key{Hi: 0x7ac9fe7766b74e5e, Lo: 0x9e4610eed1cff547}, false, []uint8{75, 59, 74, 64, 88, 86, 153, 132, 166, 154, 63, 102, 72, 159, 188, 70, 179, 83, 181}},
	// Dynamics_365_for_Operations
	{tenant.Key{Hi: 0xccba3cfe71ef423a, Lo: 0xbd87b6df3dce59a9}, false, []uint8{77, 76, 73, 71, 69, 43, 87, 152}},
	// EMS
	{tenant.Key{Hi: 0xefccb6f756414e0e, Lo: 0xbd10b4976e1bf68e}, false, []uint8{0, 176, 3, 83, 175, 127, 107}},
	// EMSPREMIUM
	{tenant.Key{Hi: 0xb05e124fc7cc45a0, Lo: 0xa6aa8cf78c946968}, false, []uint8{83, 6, 127, 175, 177, 107, 176, 1, 0, 5}},
	// ENTERPRISEPACK
	{tenant.Key{Hi: 0x6fd2c87fb29642f0, Lo: 0xb1971e91e994b900}, false, []uint8{188, 196, 194, 193, 14, 187, 120, 179, 169, 181, 125, 124, 175, 8, 22, 82, 126, 27, 134, 139, 145, 142, 52, 128, 96, 111, 164, 133, 45, 184, 108, 116, 91, 156, 203, 161, 7}},
	// ENTERPRISEPREMIUM
	{tenant.Key{Hi: 0xc7df27602c814ef7, Lo: 0xb5785b5392b571df}, false, []uint8{197, 194, 203, 193, 15, 53, 187, 35, 23, 26, 128, 175, 118, 138, 119, 145, 7, 114, 139, 134, 135, 27, 28, 103, 101, 82, 136, 113, 130, 189, 42, 97, 120, 179, 25, 170, 163, 157, 162, 10, 92, 79, 149, 4, 181, 108, 104, 78, 80, 164, 112, 133, 45, 185, 188, 173}},
	// EXCHANGEENTERPRISE
	{tenant.Key{Hi: 0x19ec0d2383354cbd, Lo: 0x94ac6050e30712fa}, false, []uint8{82}},
	// EXCHANGESTANDARD
	{tenant.Key{Hi: 0x4b9405b077884568, Lo: 0xadd199614e613b69}, false, []uint8{13, 108, 84}},
	// FLOW_FREE
	{tenant.Key{Hi: 0xf30db89207e947e9, Lo: 0x837c80727f46fd3d}, false, []uint8{57, 83, 93}},
	// MCOEV
	{tenant.Key{Hi: 0xe43b5b998dfb405f, Lo: 0x9987dc307f34bcbd}, false, []uint8{118}},
	// MCOMEETADV
	{tenant.Key{Hi: 0x0c266dff15dd4b49, Lo: 0x83972bb16070ed52}, false, []uint8{119}},
	// O365_BUSINESS_ESSENTIALS
	{tenant.Key{Hi: 0x3b555118da6a4418, Lo: 0x894f7df1e2096870}, false, []uint8{203, 84, 187, 181, 180, 164, 155, 144, 120, 95, 90, 13, 188}},
	// O365_BUSINESS_PREMIUM
	{tenant.Key{Hi: 0xf245ecc875af4f8e, Lo: 0xb61f27d8114de5f3}, false, []uint8{116, 131, 110, 95, 24, 128, 22, 139, 84, 8, 164, 124, 125, 46, 146, 133, 142, 188, 161, 90, 155, 174, 52, 203, 195, 194, 193, 13, 186, 120, 180, 143, 169, 181, 108, 45, 187}},
	// PBI_PREMIUM_PER_USER
	{tenant.Key{Hi: 0xc1d032e056194761, Lo: 0x9b5c75b6831e1711}, false, []uint8{10, 11, 83}},
	// POWERAPPS_DEV
	{tenant.Key{Hi: 0x5b631642bd2649fe, Lo: 0xbd201daaa972ef80}, false, []uint8{83, 150, 48, 85}},
	// POWERAPPS_PER_USER
	{tenant.Key{Hi: 0xb30411f5fea14a59, Lo: 0x9ad93db7c7ead579}, false, []uint8{16, 83, 17, 54, 158, 94, 159}},
	// POWER_BI_PRO
	{tenant.Key{Hi: 0xf8a1db68be1640ed, Lo: 0x86d5cb42ce701560}, false, []uint8{10, 83}},
	// POWER_BI_STANDARD
	{tenant.Key{Hi: 0xa403ebccfae04ca2, Lo: 0x8c8c7a907fd6c235}, false, []uint8{172, 9, 83}},
	// PROJECTPROFESSIONAL
	{tenant.Key{Hi: 0x53818b1b4a27454b, Lo: 0x88960dba576410e6}, false, []uint8{171, 182, 165, 181, 89, 83, 179, 55}},
	// SPB
	{tenant.Key{Hi: 0xcbdc14abd96c4c30, Lo: 0xb9f46ada7cdc1d46}, false, []uint8{143, 155, 90, 162, 180, 172, 108, 147, 181, 142, 183, 188, 170, 107, 53, 0, 3, 127, 45, 176, 2, 201, 199, 190, 203, 195, 194, 193, 13, 109, 133, 122, 131, 187, 46, 125, 124, 164, 23, 8, 12, 83, 84, 175, 139, 110, 81, 95, 7, 120, 128, 117, 116, 146, 24}},
	// SPE_E3
	{tenant.Key{Hi: 0x05e9a61702614cee, Lo: 0xbb44138d3ef5d965}, false, []uint8{190, 203, 196, 187, 193, 14, 198, 194, 202, 107, 176, 52, 127, 3, 0, 120, 156, 161, 201, 179, 91, 169, 8, 125, 124, 175, 22, 101, 126, 27, 134, 139, 145, 116, 117, 82, 24, 128, 142, 108, 181, 184, 45, 188, 164, 131, 111, 96, 121, 133, 7}},
	// SPE_E5
	{tenant.Key{Hi: 0x06ebc4ee1bb547dd, Lo: 0x812011324bc54e06}, false, []uint8{45, 120, 179, 106, 25, 172, 170, 163, 10, 157, 181, 187, 149, 4, 78, 142, 108, 188, 185, 178, 15, 194, 133, 162, 92, 107, 1, 0, 6, 5, 127, 53, 177, 176, 201, 202, 198, 190, 129, 200, 203, 197, 193, 173, 44, 80, 139, 134, 135, 27, 28, 103, 126, 101, 82, 136, 34, 113, 23, 8, 175, 124, 164, 114, 145, 125, 115, 137, 131, 112, 105, 104, 119, 79, 189, 7, 97, 35, 26, 24, 128, 118, 116, 138, 130, 42}},
	// STANDARDPACK
	{tenant.Key{Hi: 0x18181a460d4e45cd, Lo: 0x891e60aabd171b4e}, false, []uint8{13, 142, 183, 174, 51, 203, 195, 194, 193, 187, 120, 180, 168, 144, 181, 160, 155, 108, 45, 133, 164, 110, 95, 128, 116, 139, 126, 84, 21, 8, 124, 125, 188, 90}},
	// VISIOCLIENT
	{tenant.Key{Hi: 0xc5928f4912ba48f7, Lo: 0xada30d743a3601d5}, false, []uint8{83, 148, 192, 191}},
}

// exclusive are sets of plans of which a person can have one, by their place in plans.
// Of the plans that the page names, those are left out that no product here holds.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference#service-plans-that-cannot-be-assigned-at-the-same-time
var exclusive = [][]uint8{
	{30, 31, 61, 62, 65}, // Dynamics CRM: CRMPLAN2 CRMSTANDARD DYN365_ENTERPRISE_P1_IW DYN365_ENTERPRISE_SALES DYN365_ENTERPRISE_TEAM_MEMBERS
	{179, 180},           // SharePoint Online: SHAREPOINTENTERPRISE SHAREPOINTSTANDARD
}

// dependency is a plan that needs any one of others, by their place in plans.
type dependency struct {
	Plan  uint8
	Needs []uint8
}

// dependencies are those that were recorded or observed; the service has more.
var dependencies = []dependency{
	{182, []uint8{179}},      // SHAREPOINT_PROJECT needs SHAREPOINTENTERPRISE (recorded error)
	{181, []uint8{179, 180}}, // SHAREPOINTWAC needs SHAREPOINTENTERPRISE or SHAREPOINTSTANDARD or 902b47e5-dcb2-4fdc-858b-c63a90a2bdb9 (observed admin-center message (MicrosoftDocs/OfficeDocs-Enterprise#627))
	{119, []uint8{188, 120}}, // MCOMEETADV needs TEAMS1 or MCOSTANDARD (derived from the recorded GCC pair (MicrosoftDocs/microsoft-365-docs#3864))
}
