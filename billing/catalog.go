package billing

import "github.com/admin365/admin365"

// plan is a service plan of the catalog.
type plan struct {
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
	{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", false},
	{"eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", false},
	{"de377cbc-0019-4ec2-b77c-3f223947e102", "AAD_SMB", false},
	{"932ad362-64a8-4783-9106-97849a1a30b9", "ADALLOM_S_DISCOVERY", false},
	{"8c098270-9dd4-4350-9b30-ba4703f3b36b", "ADALLOM_S_O365", true},
	{"2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2", "ADALLOM_S_STANDALONE", false},
	{"14ab5db5-e6c4-4b20-b4bc-13e36fd2227f", "ATA", false},
	{"f20fedf3-f3c3-43c3-8267-2bfdd51c0939", "ATP_ENTERPRISE", false},
	{"0d0c0d31-fae7-41f2-b909-eaf4d7f26dba", "Bing_Chat_Enterprise", false},
	{"2049e525-b859-401b-b2a0-e0a31c4b1fe4", "BI_AZURE_P0", false},
	{"70d33638-9c74-4d01-bfd3-562de28bd4ba", "BI_AZURE_P2", false},
	{"0bf3c642-7bb5-4ccc-884e-59d09df0266c", "BI_AZURE_P3", false},
	{"9bec7e34-c9fa-40b7-a9d1-bd6d1165c7ed", "BPOS_S_DlpAddOn", false},
	{"5e62787c-c316-451f-b873-1d05acd4d12c", "BPOS_S_TODO_1", false},
	{"c87f142c-d1e9-4363-8630-aaea9c4d9ae5", "BPOS_S_TODO_2", false},
	{"3fb82609-8c27-4f7b-bd51-30634711ee67", "BPOS_S_TODO_3", false},
	{"91f50f7b-2204-4803-acac-5cf5668b8b39", "CDSAICAPACITY_PERUSER", false},
	{"74d93933-6f22-436e-9441-66d205435abb", "CDSAICAPACITY_PERUSER_NEW", false},
	{"360bcc37-0c11-4264-8eed-9fa7a3297c9b", "CDS_DB_CAPACITY", true},
	{"dd12a3a8-caec-44f8-b4fb-2f1a864b51e3", "CDS_FILE_CAPACITY", true},
	{"dc48f5c5-e87d-43d6-b884-7ac4a59e7ee9", "CDS_LOG_CAPACITY", true},
	{"bed136c6-b799-4462-824d-fc045d3a9d25", "CDS_O365_P1", false},
	{"95b76021-6a53-4741-ab8b-1d1f3d66a95a", "CDS_O365_P2", false},
	{"afa73018-811e-46e9-988f-f75d2b1b8430", "CDS_O365_P3", false},
	{"a1ace008-72f3-4ea0-8dac-33b3a23a2472", "CLIPCHAMP", false},
	{"41fcdd7d-4733-4863-9cf4-c65b83ce2df4", "COMMUNICATIONS_COMPLIANCE", false},
	{"6dc145d6-95dd-4191-b9c3-185575ee6f6b", "COMMUNICATIONS_DLP", false},
	{"2b815d45-56e4-4e3a-b65c-66cb9175b560", "ContentExplorer_Standard", false},
	{"d9fa6af4-e046-4c89-9226-729a0786685d", "Content_Explorer", false},
	{"eeea837a-c885-4167-b3d5-ddde30cbd85f", "CRMINSTANCE", true},
	{"bf36ca64-95c6-4918-9275-eb9f4ce2c04f", "CRMPLAN2", false},
	{"f9646fb2-e3b2-4309-95de-dc4833737456", "CRMSTANDARD", false},
	{"77866113-0f3e-4e6e-9666-b1e25c6f99b0", "CRMSTORAGE", true},
	{"a98b7619-66c7-4885-bdfc-1d9c8c3d279f", "CRMTESTINSTANCE", true},
	{"3ec18638-bd4c-4d3b-8905-479ed636b83e", "CustomerLockboxA_Enterprise", false},
	{"6db1f1db-2b46-403f-be40-e39395f08dbb", "CUSTOMER_KEY", false},
	{"1412cdc1-d593-4ad1-9050-40c30ad0b023", "D365_CSI_EMBED_CE", false},
	{"5b1e5982-0e88-47bb-a95e-ae6085eda612", "D365_CSI_EMBED_CSEnterprise", false},
	{"9f0e1b4e-9b33-4300-b451-b2c662cd4ff7", "D365_Finance", false},
	{"69f07c66-bee4-4222-b051-195095efee5b", "D365_ProjectOperations", false},
	{"18fa3aba-b085-4105-87d7-55617b8585e6", "D365_ProjectOperationsCDS", false},
	{"1224eae4-0d91-474a-8a52-27ec96a63fe7", "D365_SCM", false},
	{"46129a58-a698-46f0-aa5b-17f6586297d9", "DATA_INVESTIGATIONS", false},
	{"d1142cfd-872e-4e77-b6ff-d98ec5a51f66", "DDYN365_CDS_DYN_P2", false},
	{"99cd49a9-0e54-4e07-aea1-d8d9f5f704f5", "Defender_for_Iot_Enterprise", false},
	{"8c7d2df8-86f0-4902-b2ed-a0458298f3b3", "Deskless", false},
	{"39b5c996-467e-4e60-bd62-46066f572726", "DYN365BC_MS_INVOICING", false},
	{"8e9002c0-a1d8-4465-b952-817d2948e6e2", "DYN365_BUSCENTRAL_PREMIUM", false},
	{"d8c638e2-9508-40e3-9877-feb87603837b", "DYN365_CDS_DEV_VIRAL", false},
	{"e95d7060-d4d9-400a-a2bd-a244bf0b609e", "DYN365_CDS_FINANCE", false},
	{"1315ade1-0410-450d-b8e3-8050e6da320f", "DYN365_CDS_GUIDES", false},
	{"40b010bb-0b69-4654-ac5e-ba161433f4b4", "DYN365_CDS_O365_P1", false},
	{"4ff01e01-1ba7-4d71-8cf8-ce96c3bbcf14", "DYN365_CDS_O365_P2", false},
	{"28b0fa46-c39a-4188-89e2-58e979a6b014", "DYN365_CDS_O365_P3", false},
	{"6ea4c1ef-c259-46df-bce2-943342cd3cb2", "DYN365_CDS_P2", false},
	{"50554c47-71d9-49fd-bc54-42a2765c555c", "DYN365_CDS_PROJECT", false},
	{"b6a8b974-2956-4e14-ae81-f0384c363528", "DYN365_CDS_SUPPLYCHAINMANAGEMENT", false},
	{"17ab22cd-a0b3-4536-910a-cb6eb12696c0", "DYN365_CDS_VIRAL", false},
	{"99340b49-fb81-4b1e-976b-8f2ae8e9394f", "DYN365_ENTERPRISE_CUSTOMER_SERVICE", false},
	{"8c66ef8a-177f-4c0d-853c-d4f219331d09", "DYN365_ENTERPRISE_FIELD_SERVICE", false},
	{"d56f3deb-50d8-465a-bedb-f079817ccac1", "DYN365_ENTERPRISE_P1", false},
	{"056a5f80-b4e0-4983-a8be-7ad254a113c9", "DYN365_ENTERPRISE_P1_IW", false},
	{"2da8e897-7791-486b-b08f-cc63c8129df7", "DYN365_ENTERPRISE_SALES", false},
	{"643d201a-9884-45be-962a-06ba97062e5e", "DYN365_Enterprise_Talent_Attract_TeamMember", false},
	{"f2f49eef-4b3f-4853-809a-a055c6103fe0", "DYN365_Enterprise_Talent_Onboard_TeamMember", false},
	{"6a54b05e-4fab-40e7-9828-428db3b336fa", "DYN365_ENTERPRISE_TEAM_MEMBERS", false},
	{"920656a2-7dd8-4c83-97b6-a356414dbd36", "DYN365_FINANCIALS_BUSINESS", false},
	{"d9a6391b-8970-4976-bd94-5f205007c8d8", "DYN365_FINANCIALS_TEAM_MEMBERS", false},
	{"c7657ae3-c0b0-4eed-8c1d-6a7967bd9c65", "DYN365_REGULATORY_SERVICE", false},
	{"65a1ebf4-6732-4f00-9dcb-3d115ffdeecd", "DYN365_TALENT_ENTERPRISE", false},
	{"4092fdb5-8d81-41d3-be76-aaba4074530b", "DYN365_TEAM_MEMBERS", false},
	{"95d2cd7b-1007-484b-8595-5e97e63fe189", "Dynamics_365_for_Operations", false},
	{"f5aa7b45-8a36-4cd1-bc37-5d06dea98645", "Dynamics_365_for_Operations_Team_members", false},
	{"a9e39199-8369-444b-89c1-5fe65ec45665", "Dynamics_365_for_Retail", false},
	{"c0454a3d-32b5-4740-b090-78c32f48f0ad", "Dynamics_365_for_Retail_Team_members", false},
	{"d5156635-0704-4f66-8803-93258f8b2678", "Dynamics_365_for_Talent_Team_members", false},
	{"f815ac79-c5dd-4bcc-9b78-d97f7b817d0d", "DYNAMICS_365_HIRING_FREE_PLAN", false},
	{"300b8114-8555-4313-b861-0c115d820f50", "Dynamics_365_Onboarding_Free_PLAN", false},
	{"4de31727-a228-4ec3-a5bf-8e45b5ca48cc", "EQUIVIO_ANALYTICS", false},
	{"531ee2f8-b1cb-453b-9c21-d2180d014ca5", "EXCEL_PREMIUM", false},
	{"34c0d7a0-a70f-4668-9238-47f9fc208882", "EXCHANGE_ANALYTICS", false},
	{"176a09a6-7ec5-4039-ac02-b2791c6ba793", "EXCHANGE_S_ARCHIVE_ADDON", false},
	{"efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", false},
	{"113feb6c-3fe4-4440-bddc-54d774bf0318", "EXCHANGE_S_FOUNDATION", true},
	{"9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", false},
	{"c7ce3f26-564d-4d3a-878d-d8ab868c85fe", "FLOW_DEV_VIRAL", false},
	{"7e6d7d78-73de-46ba-83b1-6d25117334ba", "FLOW_DYN_APPS", false},
	{"b650d915-9886-424b-a08d-633cede56f57", "FLOW_DYN_P2", false},
	{"1ec58c70-f69c-486a-8109-4b87ce86e449", "FLOW_DYN_TEAM", false},
	{"fa200448-008c-4acb-abd4-ea106ed2199d", "FLOW_FOR_PROJECT", false},
	{"0f9b09cb-62d1-4ff4-9129-43f4996f83f4", "FLOW_O365_P1", false},
	{"76846ad7-7776-4c40-a281-a386362dd1b9", "FLOW_O365_P2", false},
	{"07699545-9485-468e-95b6-2fca3738be01", "FLOW_O365_P3", false},
	{"50e68c76-46c6-4674-81f9-75456511b170", "FLOW_P2_VIRAL", false},
	{"dc789ed8-0170-4b65-a415-eb77d5bb350a", "Flow_PowerApps_PerUser", false},
	{"159f4cd6-e380-449f-a816-af1a9ef76344", "FORMS_PLAN_E1", false},
	{"2789c901-c14e-48ab-a76a-be334d9d793a", "FORMS_PLAN_E3", false},
	{"e212cbc7-0961-4c40-9825-01117710dcb1", "FORMS_PLAN_E5", false},
	{"97f29a83-1a20-44ff-bf48-5e4ad11f3e51", "Forms_Pro_CE", false},
	{"9c439259-63b0-46cc-a258-72be4313a42d", "Forms_Pro_FS", false},
	{"67bf4812-f90b-4db9-97e7-c0bbbf7b2d09", "Forms_Pro_Service", false},
	{"a6520331-d7d4-4276-95f5-15c0933bc757", "GRAPH_CONNECTORS_SEARCH_INDEX", false},
	{"0b2c029c-dca0-454a-a336-887285d6ef07", "GUIDES", false},
	{"c4801e8a-cb58-4c35-aca6-f2dcc106f287", "INFORMATION_BARRIERS", false},
	{"e26c2fcc-ab91-4a61-b35c-03cdc8dddf66", "INFO_GOVERNANCE", false},
	{"d587c7a3-bda9-4f99-8776-9bcf59c84f75", "INSIDER_RISK", false},
	{"9d0c4ee5-e4a1-4625-ab39-d82b619b1a34", "INSIDER_RISK_MANAGEMENT", false},
	{"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", "INTUNE_A", false},
	{"882e1d05-acd1-4ccb-8708-6ee03664b117", "INTUNE_O365", false},
	{"8e9ff0ff-aa7a-4b20-83c1-2f636b600ac2", "INTUNE_SMBIZ", false},
	{"54fc630f-5a40-48ee-8965-af0503c1386e", "KAIZALA_O365_P2", false},
	{"aebd3021-9f8f-4bf8-bbe3-0ed2f4f047a1", "KAIZALA_O365_P3", false},
	{"0898bdbb-73b0-471a-81e5-20f1fe4dd66e", "KAIZALA_STANDALONE", false},
	{"9f431833-0334-42de-a7dc-70aa40db46db", "LOCKBOX_ENTERPRISE", false},
	{"2f442157-a11c-46b9-ae5b-6e39ff4e5849", "M365_ADVANCED_AUDITING", false},
	{"f6de4823-28fa-440b-b886-4783fa86ddba", "M365_AUDIT_PLATFORM", false},
	{"6f23d6a9-adbf-481c-8538-b4c095654487", "M365_LIGHTHOUSE_CUSTOMER_PLAN1", false},
	{"d55411c9-cfff-40a9-87c7-240f14df7da5", "M365_LIGHTHOUSE_PARTNER_PLAN1", false},
	{"4828c8ec-dc2e-4779-b502-87ac9ce28ab7", "MCOEV", false},
	{"3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", "MCOMEETADV", false},
	{"0feaeb32-d00e-4d66-bd5a-43b5b83db82c", "MCOSTANDARD", false},
	{"292cc034-7b7c-4950-aaf5-943befd3f1d4", "MDE_LITE", false},
	{"bfc1bbd9-981b-4f71-9b82-17c35fd0e2a4", "MDE_SMB", false},
	{"3413916e-ee66-4071-be30-6f94d4adfeda", "MDM_SALES_COLLABORATION", false},
	{"3efbd4ed-8958-4824-8389-1321f8730af8", "MESH_AVATARS_ADDITIONAL_FOR_TEAMS", false},
	{"dcf9d2f4-772e-4434-b757-77a453cfbc02", "MESH_AVATARS_FOR_TEAMS", false},
	{"f0ff6ac6-297d-49cd-be34-6dfef97f0c28", "MESH_IMMERSIVE_FOR_TEAMS", false},
	{"8a256a2b-b617-496d-b51b-e76466e88db0", "MFA_PREMIUM", false},
	{"199a5c09-e0ca-4e37-8f7c-b05d533e1ea2", "MICROSOFTBOOKINGS", false},
	{"64bfac92-2b17-4482-b5e5-a0304429de3e", "MICROSOFTENDPOINTDLP", false},
	{"a413a9ff-720c-4822-98ef-2f37c2a21f4c", "MICROSOFT_COMMUNICATION_COMPLIANCE", false},
	{"c4b8c31a-fb44-4c65-9837-a21f55fcabda", "MICROSOFT_LOOP", false},
	{"4f4c7800-298a-4e22-8867-96b17850d4dd", "MICROSOFT_REMOTE_ASSIST", false},
	{"94065c59-bc8e-4e8b-89e5-5138d471eaff", "MICROSOFT_SEARCH", false},
	{"5136a095-5cf0-4aff-bec3-e84448b38ea5", "MIP_S_CLP1", false},
	{"efb0351d-3b08-4503-993d-383af8de41e3", "MIP_S_CLP2", false},
	{"cd31b152-6326-4d1b-ae1b-997b625182e6", "MIP_S_Exchange", false},
	{"d2d51368-76c9-4317-ada2-a12c004c432f", "ML_CLASSIFICATION", false},
	{"bf28f719-7844-4079-9c78-c1307898e192", "MTP", false},
	{"33c4f319-9bdd-48d6-9c4d-410b750a4a5a", "MYANALYTICS_P2", false},
	{"03acaee3-9492-4f40-aed4-bcb6b32981b6", "NBENTERPRISE", false},
	{"3e58e97c-9abe-ebab-cd5f-d543d1529634", "NBPROFESSIONALFORCRM", false},
	{"db4d623d-b514-490b-b7ef-8885eee514de", "Nucleus", false},
	{"5bfe124c-bbdc-4494-8835-f1297d457d79", "O365_SB_Relationship_Management", false},
	{"c63d4d19-e8cb-460e-b37c-4d6c34603745", "OFFICEMOBILE_SUBSCRIPTION", false},
	{"43de0ff5-c92c-492b-9116-175376d08c38", "OFFICESUBSCRIPTION", false},
	{"094e7854-93fc-4d55-b2c0-3ab5369ebdc1", "OFFICE_BUSINESS", false},
	{"276d6e8a-f056-4f70-b7e8-4fc27f79f809", "OFFICE_SHARED_COMPUTER_ACTIVATION", false},
	{"da792a53-cbc0-4184-a10d-e544dd34b3c1", "ONEDRIVE_BASIC", false},
	{"b1188c4c-1b36-4018-b48b-ee07604f6feb", "PAM_ENTERPRISE", false},
	{"a2729df7-25f8-4e63-984b-8a8484121554", "POWERAPPS_DEV_VIRAL", false},
	{"874fc546-6efe-4d22-90b8-5c4e7aa59f4b", "POWERAPPS_DYN_APPS", false},
	{"0b03f40b-c404-40c3-8651-2aceb74365fa", "POWERAPPS_DYN_P2", false},
	{"52e619e2-2730-439a-b0d3-d09ab7e8b705", "POWERAPPS_DYN_TEAM", false},
	{"816971f4-37c5-424a-b12b-b56881f402e7", "POWERAPPS_GUIDES", false},
	{"92f7a6f3-b89b-4bbd-8c30-809e6da5ad1c", "POWERAPPS_O365_P1", false},
	{"c68f8d98-5534-41c8-bf36-22fa496fa792", "POWERAPPS_O365_P2", false},
	{"9c0dab89-a30c-4117-86e7-97bda240acd2", "POWERAPPS_O365_P3", false},
	{"ea2cf03b-ac60-46ae-9c1d-eeaeb63cec86", "POWERAPPS_PER_USER", false},
	{"60bf28f9-2b70-4522-96f7-335f5e06c941", "Power_Pages_Internal_User", false},
	{"0683001c-0492-4d59-9515-d9a6426b5813", "POWER_VIRTUAL_AGENTS_O365_P1", false},
	{"041fe683-03e4-45b6-b1af-c0cdc516daee", "POWER_VIRTUAL_AGENTS_O365_P2", false},
	{"ded3d325-1bdc-453e-8432-5bac26d7a014", "POWER_VIRTUAL_AGENTS_O365_P3", false},
	{"617b097b-4b93-4ede-83de-5f075bb5fb2f", "PREMIUM_ENCRYPTION", false},
	{"b737dad2-2f6c-4c65-90e3-ca563267e8b9", "PROJECTWORKMANAGEMENT", false},
	{"fafd7243-e5c1-4a3a-9e40-495efcb1d3c3", "PROJECT_CLIENT_SUBSCRIPTION", false},
	{"1259157c-8581-4875-bca7-2ffb18c51bda", "PROJECT_ESSENTIALS", false},
	{"0a05d977-a21a-45b2-91ce-61c240dbafa2", "PROJECT_FOR_PROJECT_OPERATIONS", false},
	{"a55dfd10-0864-46d9-a3cd-da5991a3e0e2", "PROJECT_O365_P1", false},
	{"31b4e2fc-4cd6-4e7d-9c1b-41407303bd66", "PROJECT_O365_P2", false},
	{"b21a6b06-1988-436e-a07b-51ec6d9f52ad", "PROJECT_O365_P3", false},
	{"818523f5-016b-4355-9be8-ed6944946ea7", "PROJECT_PROFESSIONAL", false},
	{"c948ea65-2053-4a5a-8a62-9eaaaf11b522", "PURVIEW_DISCOVERY", false},
	{"65cc641f-cccd-4643-97e0-a17e3045e541", "RECORDS_MANAGEMENT", false},
	{"31cf2cfc-6b0d-4adc-a336-88b724ed8122", "RMS_S_BASIC", false},
	{"bea4c11e-220a-4e6d-8eb8-8ea15d019f90", "RMS_S_ENTERPRISE", false},
	{"6c57d4b6-3b23-47a5-9bc9-69f17b4947b3", "RMS_S_PREMIUM", false},
	{"5689bec4-755d-4753-8b61-40975025187c", "RMS_S_PREMIUM2", false},
	{"bf6f5520-59e3-4f82-974b-7dbbc4fd27c7", "SAFEDOCS", false},
	{"5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE", false},
	{"c7699d2e-19aa-44de-8edf-1736da088ca1", "SHAREPOINTSTANDARD", false},
	{"e95bec33-7c88-4a70-8e19-b10bd9d0c014", "SHAREPOINTWAC", false},
	{"fe71d6c3-a2ea-4499-9778-da042bf08063", "SHAREPOINT_PROJECT", false},
	{"743dd19e-1ce3-4c62-a3ad-49ba8f63a2f6", "STREAM_O365_E1", false},
	{"9e700747-8b1d-45e5-ab8d-ef187ceec156", "STREAM_O365_E3", false},
	{"6c6042f5-6f01-4d67-b8c1-eb99d36eed3e", "STREAM_O365_E5", false},
	{"3c53ea51-d578-46fa-a4c0-fd0a92809a60", "STREAM_O365_SMB", false},
	{"a23b959c-7ce8-4e57-9140-b90eb88a9e97", "SWAY", false},
	{"57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", false},
	{"8e0c0a52-6a6c-4d40-8370-dd62790dcd70", "THREAT_INTELLIGENCE", false},
	{"795f6fe0-cc4d-4773-b050-5dde4dc704c9", "UNIVERSAL_PRINT_01", false},
	{"2bdbaf8f-738f-4ac7-9234-3c3ee2ce7d0f", "VISIOONLINE", false},
	{"663a804f-1c30-4ff0-9915-9db84f0d1cea", "VISIO_CLIENT_SUBSCRIPTION", false},
	{"a82fbf69-b4d7-49f4-83a6-915b2cf354f4", "VIVAENGAGE_CORE", false},
	{"b76fb638-6ba6-402a-b9f9-83d28acb3d86", "VIVA_LEARNING_SEEDED", false},
	{"b8afc642-032e-4de5-8c0a-507a7bba7e5d", "WHITEBOARD_PLAN1", false},
	{"94a54592-cd8b-425e-87c6-97868b000b91", "WHITEBOARD_PLAN2", false},
	{"4a51bca5-1eff-43f5-878c-177680f191af", "WHITEBOARD_PLAN3", false},
	{"21b439ba-a0ca-424f-a6cc-52f954a5b111", "WIN10_PRO_ENT_SUB", false},
	{"8e229017-d77b-43d5-9305-903395523b99", "WINBIZ", false},
	{"871d91ec-ec1a-452b-a83f-bd76c7d770ef", "WINDEFATP", false},
	{"7bf960f6-2cd9-443a-8046-5dbff9558365", "WINDOWSUPDATEFORBUSINESS_DEPLOYMENTSERVICE", false},
	{"9a6eeb79-0b4b-4bf0-9808-39d99a2cd5a3", "Windows_Autopatch", false},
	{"7547a3fe-08ee-4ccb-b430-5077c5041653", "YAMMER_ENTERPRISE", false},
}

// bundle is what a product holds: its plans by their place in plans.
type bundle struct {
	// Company: nobody can be given it.
	Company bool
	Plans   []uint8
}

// bundles are what the products hold, in the order of products.
var bundles = []bundle{
	{false, []uint8{0, 127, 3, 83}},                                // AAD_PREMIUM
	{false, []uint8{0, 3, 83, 127, 1}},                             // AAD_PREMIUM_P2
	{true, []uint8{18, 83}},                                        // CDS_DB_CAPACITY
	{true, []uint8{83, 19}},                                        // CDS_FILE_CAPACITY
	{true, []uint8{20, 83}},                                        // CDS_LOG_CAPACITY
	{true, []uint8{83, 29}},                                        // CRMINSTANCE
	{false, []uint8{30, 86, 83, 151}},                              // CRMPLAN2
	{false, []uint8{123, 141, 151, 86, 31}},                        // CRMSTANDARD
	{true, []uint8{32, 83}},                                        // CRMSTORAGE
	{true, []uint8{33, 83}},                                        // CRMTESTINSTANCE
	{false, []uint8{151, 83, 66, 86}},                              // DYN365_BUSCENTRAL_ESSENTIAL
	{false, []uint8{86, 151, 83, 47}},                              // DYN365_BUSCENTRAL_PREMIUM
	{false, []uint8{67, 83, 153, 88}},                              // DYN365_BUSCENTRAL_TEAM_MEMBER
	{false, []uint8{100, 37, 83, 181, 86, 140, 151, 166, 179, 58}}, // DYN365_ENTERPRISE_CUSTOMER_SERVICE
	{false, []uint8{86, 181, 59, 179, 99, 140, 83, 151, 166}},      // DYN365_ENTERPRISE_FIELD_SERVICE
	{false, []uint8{61, 83}},                                       // DYN365_ENTERPRISE_P1_IW
	{false, []uint8{182, 152, 86, 87, 60, 179, 36, 102, 40, 98, 159, 140, 39, 50, 132, 59, 83, 188, 181, 167, 165, 154}}, // DYN365_ENTERPRISE_PLAN1
	{false, []uint8{181, 179, 166, 151, 140, 86, 62}},                                                                    // DYN365_ENTERPRISE_SALES
	{false, []uint8{83, 166, 179, 151, 153, 86, 154, 132, 102, 72, 88, 159, 65, 75, 64, 63, 74, 59, 181, 188}},           // DYN365_ENTERPRISE_TEAM_MEMBERS
	{false, []uint8{68, 86, 151, 38, 49, 83}},                                                                            // DYN365_FINANCE
	{false, []uint8{83, 151, 86, 41, 56, 68}},                                                                            // DYN365_SCM
	{false, []uint8{75, 59, 74, 64, 88, 86, 153, 132, 166, 154, 63, 102, 72, 159, 188, 70, 179, 83, 181}},                // DYN365_TEAM_MEMBERS
	{false, []uint8{77, 76, 73, 71, 69, 43, 87, 152}},                                                                    // Dynamics_365_for_Operations
	{false, []uint8{0, 176, 3, 83, 175, 127, 107}},                                                                       // EMS
	{false, []uint8{83, 6, 127, 175, 177, 107, 176, 1, 0, 5}},                                                            // EMSPREMIUM
	{false, []uint8{188, 196, 194, 193, 14, 187, 120, 179, 169, 181, 125, 124, 175, 8, 22, 82, 126, 27, 134, 139, 145, 142, 52, 128, 96, 111, 164, 133, 45, 184, 108, 116, 91, 156, 203, 161, 7}},                                                                                       // ENTERPRISEPACK
	{false, []uint8{197, 194, 203, 193, 15, 53, 187, 35, 23, 26, 128, 175, 118, 138, 119, 145, 7, 114, 139, 134, 135, 27, 28, 103, 101, 82, 136, 113, 130, 189, 42, 97, 120, 179, 25, 170, 163, 157, 162, 10, 92, 79, 149, 4, 181, 108, 104, 78, 80, 164, 112, 133, 45, 185, 188, 173}}, // ENTERPRISEPREMIUM
	{false, []uint8{82}},          // EXCHANGEENTERPRISE
	{false, []uint8{13, 108, 84}}, // EXCHANGESTANDARD
	{false, []uint8{57, 83, 93}},  // FLOW_FREE
	{false, []uint8{118}},         // MCOEV
	{false, []uint8{119}},         // MCOMEETADV
	{false, []uint8{203, 84, 187, 181, 180, 164, 155, 144, 120, 95, 90, 13, 188}},                                                                                                                  // O365_BUSINESS_ESSENTIALS
	{false, []uint8{116, 131, 110, 95, 24, 128, 22, 139, 84, 8, 164, 124, 125, 46, 146, 133, 142, 188, 161, 90, 155, 174, 52, 203, 195, 194, 193, 13, 186, 120, 180, 143, 169, 181, 108, 45, 187}}, // O365_BUSINESS_PREMIUM
	{false, []uint8{10, 11, 83}},                          // PBI_PREMIUM_PER_USER
	{false, []uint8{83, 150, 48, 85}},                     // POWERAPPS_DEV
	{false, []uint8{16, 83, 17, 54, 158, 94, 159}},        // POWERAPPS_PER_USER
	{false, []uint8{10, 83}},                              // POWER_BI_PRO
	{false, []uint8{172, 9, 83}},                          // POWER_BI_STANDARD
	{false, []uint8{171, 182, 165, 181, 89, 83, 179, 55}}, // PROJECTPROFESSIONAL
	{false, []uint8{143, 155, 90, 162, 180, 172, 108, 147, 181, 142, 183, 188, 170, 107, 53, 0, 3, 127, 45, 176, 2, 201, 199, 190, 203, 195, 194, 193, 13, 109, 133, 122, 131, 187, 46, 125, 124, 164, 23, 8, 12, 83, 84, 175, 139, 110, 81, 95, 7, 120, 128, 117, 116, 146, 24}},                                                                                                                                                // SPB
	{false, []uint8{190, 203, 196, 187, 193, 14, 198, 194, 202, 107, 176, 52, 127, 3, 0, 120, 156, 161, 201, 179, 91, 169, 8, 125, 124, 175, 22, 101, 126, 27, 134, 139, 145, 116, 117, 82, 24, 128, 142, 108, 181, 184, 45, 188, 164, 131, 111, 96, 121, 133, 7}},                                                                                                                                                               // SPE_E3
	{false, []uint8{45, 120, 179, 106, 25, 172, 170, 163, 10, 157, 181, 187, 149, 4, 78, 142, 108, 188, 185, 178, 15, 194, 133, 162, 92, 107, 1, 0, 6, 5, 127, 53, 177, 176, 201, 202, 198, 190, 129, 200, 203, 197, 193, 173, 44, 80, 139, 134, 135, 27, 28, 103, 126, 101, 82, 136, 34, 113, 23, 8, 175, 124, 164, 114, 145, 125, 115, 137, 131, 112, 105, 104, 119, 79, 189, 7, 97, 35, 26, 24, 128, 118, 116, 138, 130, 42}}, // SPE_E5
	{false, []uint8{13, 142, 183, 174, 51, 203, 195, 194, 193, 187, 120, 180, 168, 144, 181, 160, 155, 108, 45, 133, 164, 110, 95, 128, 116, 139, 126, 84, 21, 8, 124, 125, 188, 90}},                                                                                                                                                                                                                                            // STANDARDPACK
	{false, []uint8{83, 148, 192, 191}}, // VISIOCLIENT
}

// exclusive are sets of plans of which a person can have one.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference#service-plans-that-cannot-be-assigned-at-the-same-time
var exclusive = [][]admin365.ServicePlanID{
	{ // Dynamics CRM
		"119cf168-b6cf-41fb-b82e-7fee7bae5814", // CRMPLAN1
		"bf36ca64-95c6-4918-9275-eb9f4ce2c04f", // CRMPLAN2
		"f9646fb2-e3b2-4309-95de-dc4833737456", // CRMSTANDARD
		"056a5f80-b4e0-4983-a8be-7ad254a113c9", // DYN365_ENTERPRISE_P1_IW
		"2da8e897-7791-486b-b08f-cc63c8129df7", // DYN365_ENTERPRISE_SALES
		"6a54b05e-4fab-40e7-9828-428db3b336fa", // DYN365_ENTERPRISE_TEAM_MEMBERS
		"ba5f0cfa-d54a-4ea0-8cf4-a7e1dc4423d8", // EMPLOYEE_SELF_SERVICE
	},
	{ // Exchange Online
		"90927877-dcff-4af6-b346-2332c0b15bb7", // EXCHANGE_B_STANDARD
		"da040e0a-b393-4bea-bb76-928b3fa1cf5a", // EXCHANGE_S_ARCHIVE
		"4a82b400-a79f-41a4-b4e2-e94f5787b113", // EXCHANGE_S_DESKLESS
		"1126bef5-da20-4f07-b45e-ad25d2581aa8", // EXCHANGE_S_ESSENTIALS
		"9aaf7827-d63c-4b61-89c3-182f06f82e5c", // EXCHANGE_S_STANDARD
		"fc52cc4b-ed7d-472d-bbe7-b081c23ecc56", // EXCHANGE_S_STANDARD_MIDMARKET
	},
	{ // Rights management
		"bea4c11e-220a-4e6d-8eb8-8ea15d019f90", // RMS_S_ENTERPRISE
		"6a76346d-5d6e-4051-9fe3-ed3f312b5597", // RMS_S_ENTERPRISE_GOV
	},
	{ // Intune
		"c1ec4a95-1f05-45b3-a911-aa3fa01094f5", // INTUNE_A
		"3e170737-c728-4eae-bbb9-3f3360f7184c", // INTUNE_A_VL
		"2dc63b8a-df3d-448f-b683-8655877c9360", // INTUNE_B
	},
	{ // SharePoint Online
		"afcafa6a-d966-4462-918c-ec0b4e0fe642", // ONEDRIVEENTERPRISE
		"a361d6e2-509e-4e25-a8ad-950060064ef4", // SHAREPOINT_S_DEVELOPER
		"902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", // SHAREPOINTDESKLESS
		"5dbe027f-2339-4123-9542-606e4d348a72", // SHAREPOINTENTERPRISE
		"63038b2c-28d0-45f6-bc36-33062963b498", // SHAREPOINTENTERPRISE_EDU
		"6b5b6a67-fc72-4a1f-a2b5-beecf05de761", // SHAREPOINTENTERPRISE_MIDMARKET
		"a1f3d0a8-84c0-4ae0-bae4-685917b8ab48", // SHAREPOINTLITE
		"c7699d2e-19aa-44de-8edf-1736da088ca1", // SHAREPOINTSTANDARD
		"0a4983bb-d3e5-4a09-95d8-b2d0127b3df5", // SHAREPOINTSTANDARD_EDU
		"4c9efd0c-8de7-4c71-8295-9f5fdb0dd048", // SHAREPOINTSTANDARD_YAMMERSHADOW
	},
	{ // Skype for Business
		"afc06cb0-b4f4-4473-8286-d644f70d8faf", // MCOIMP
		"b2669e95-76ef-4e7e-a367-002f60a39f3e", // MCOSTANDARD_MIDMARKET
		"0feaeb32-d00e-4d66-bd5a-43b5b83db82c", // MCOSTANDARD
		"70710b6b-3ab4-4a38-9f6d-9f169461650a", // MCOLITE
	},
	{ // Calling plans
		"4ed3ff63-69d7-4fb7-b984-5aec7f605ca8", // MCOPSTN1
		"5a10155d-f5c1-411a-a8ec-e99aae125390", // MCOPSTN2
		"54a152dc-90de-4996-93d2-bc47e670fc06", // MCOPSTN5
	},
	{ // Yammer
		"7547a3fe-08ee-4ccb-b430-5077c5041653", // YAMMER_ENTERPRISE
		"2078e8df-cff6-4290-98cb-5408261a760a", // YAMMER_EDU
		"41bf139a-4e60-409f-9346-a1361efc6dfb", // YAMMER_MIDSIZE
	},
}

// dependency is a plan that needs any one of others.
type dependency struct {
	Plan  admin365.ServicePlanID
	Needs []admin365.ServicePlanID
}

// dependencies are those that were recorded or observed; the service has more.
var dependencies = []dependency{
	{ // SHAREPOINT_PROJECT: recorded error
		"fe71d6c3-a2ea-4499-9778-da042bf08063", []admin365.ServicePlanID{
			"5dbe027f-2339-4123-9542-606e4d348a72", // SHAREPOINTENTERPRISE
		},
	},
	{ // SHAREPOINTWAC: observed admin-centre message (MicrosoftDocs/OfficeDocs-Enterprise#627)
		"e95bec33-7c88-4a70-8e19-b10bd9d0c014", []admin365.ServicePlanID{
			"5dbe027f-2339-4123-9542-606e4d348a72", // SHAREPOINTENTERPRISE
			"c7699d2e-19aa-44de-8edf-1736da088ca1", // SHAREPOINTSTANDARD
			"902b47e5-dcb2-4fdc-858b-c63a90a2bdb9", //
		},
	},
	{ // MCOMEETADV: derived from the recorded GCC pair (MicrosoftDocs/microsoft-365-docs#3864)
		"3e26ee1f-8a5f-4d52-aee2-b81ce45c8f40", []admin365.ServicePlanID{
			"57ff2da0-773e-42df-b2af-ffb7a2317929", // TEAMS1
			"0feaeb32-d00e-4d66-bd5a-43b5b83db82c", // MCOSTANDARD
		},
	},
}
