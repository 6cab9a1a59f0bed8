package templates

// The words of the languages of the north; see words.

func english() *words {
	return &words{
		and: "and", more: "more", due: "due", columns: [3]string{"Invoice", "Due", "Open"}, together: "Together",
		today: "today", tomorrow: "tomorrow", yesterday: "yesterday", inDays: [2]string{"in ", " days"}, daysAgo: [2]string{"", " days ago"},
		months:   [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		with:     "and", comma: ".",
		currencies: map[string]units{
			"EUR": {"euro", "euros", "cent", "cents"}, "GBP": {"pound", "pounds", "penny", "pence"}, "USD": {"dollar", "dollars", "cent", "cents"},
			"CHF": {"Swiss franc", "Swiss francs", "centime", "centimes"}, "CAD": {"Canadian dollar", "Canadian dollars", "cent", "cents"},
			"AUD": {"Australian dollar", "Australian dollars", "cent", "cents"}, "NZD": {"New Zealand dollar", "New Zealand dollars", "cent", "cents"},
			"JPY": {one: "yen", more: "yen"}, "BRL": {"Brazilian real", "Brazilian reais", "centavo", "centavos"}, "MXN": {"Mexican peso", "Mexican pesos", "centavo", "centavos"},
			"SEK": {"Swedish krona", "Swedish kronor", "öre", "öre"}, "NOK": {"Norwegian krone", "Norwegian kroner", "øre", "øre"}, "DKK": {"Danish krone", "Danish kroner", "øre", "øre"},
			"PLN": {"zloty", "zlotys", "grosz", "groszy"}, "INR": {"rupee", "rupees", "paisa", "paise"}, "KWD": {"Kuwaiti dinar", "Kuwaiti dinars", "fils", "fils"},
		},
	}
}

func german() *words {
	return &words{
		and: "und", more: "weitere", due: "fällig am", columns: [3]string{"Rechnung", "Fällig am", "Offen"}, together: "Zusammen",
		today: "heute", tomorrow: "morgen", yesterday: "gestern", inDays: [2]string{"in ", " Tagen"}, daysAgo: [2]string{"vor ", " Tagen"},
		months:   [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
		with:     "und", comma: ",",
		currencies: map[string]units{
			"EUR": {"Euro", "Euro", "Cent", "Cent"}, "GBP": {"Pfund", "Pfund", "Penny", "Pence"}, "USD": {"Dollar", "Dollar", "Cent", "Cent"},
			"CHF": {"Franken", "Franken", "Rappen", "Rappen"}, "CAD": {"kanadischer Dollar", "kanadische Dollar", "Cent", "Cent"},
			"AUD": {"australischer Dollar", "australische Dollar", "Cent", "Cent"}, "NZD": {"Neuseeland-Dollar", "Neuseeland-Dollar", "Cent", "Cent"},
			"JPY": {one: "Yen", more: "Yen"}, "BRL": {"brasilianischer Real", "brasilianische Real", "Centavo", "Centavos"}, "MXN": {"mexikanischer Peso", "mexikanische Pesos", "Centavo", "Centavos"},
			"SEK": {"schwedische Krone", "schwedische Kronen", "Öre", "Öre"}, "NOK": {"norwegische Krone", "norwegische Kronen", "Öre", "Öre"}, "DKK": {"dänische Krone", "dänische Kronen", "Öre", "Öre"},
			"PLN": {"Zloty", "Zloty", "Grosz", "Groszy"}, "INR": {"indische Rupie", "indische Rupien", "Paisa", "Paise"}, "KWD": {"kuwaitischer Dinar", "kuwaitische Dinar", "Fils", "Fils"},
		},
	}
}

func dutch() *words {
	return &words{
		and: "en", more: "andere", due: "vervaldatum", columns: [3]string{"Factuur", "Vervaldatum", "Open"}, together: "Totaal",
		today: "vandaag", tomorrow: "morgen", yesterday: "gisteren", inDays: [2]string{"over ", " dagen"}, daysAgo: [2]string{"", " dagen geleden"},
		months:   [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		weekdays: [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
		with:     "en", comma: ",",
		currencies: map[string]units{
			"EUR": {"euro", "euro", "cent", "cent"}, "GBP": {"pond", "pond", "penny", "pence"}, "USD": {"dollar", "dollar", "cent", "cent"},
			"CHF": {"Zwitserse frank", "Zwitserse frank", "rappen", "rappen"}, "CAD": {"Canadese dollar", "Canadese dollar", "cent", "cent"},
			"AUD": {"Australische dollar", "Australische dollar", "cent", "cent"}, "NZD": {"Nieuw-Zeelandse dollar", "Nieuw-Zeelandse dollar", "cent", "cent"},
			"JPY": {one: "yen", more: "yen"}, "BRL": {"Braziliaanse real", "Braziliaanse real", "centavo", "centavo"}, "MXN": {"Mexicaanse peso", "Mexicaanse peso", "centavo", "centavo"},
			"SEK": {"Zweedse kroon", "Zweedse kroon", "öre", "öre"}, "NOK": {"Noorse kroon", "Noorse kroon", "øre", "øre"}, "DKK": {"Deense kroon", "Deense kroon", "øre", "øre"},
			"PLN": {"zloty", "zloty", "grosz", "groszy"}, "INR": {"Indiase roepie", "Indiase roepie", "paisa", "paisa"}, "KWD": {"Koeweitse dinar", "Koeweitse dinar", "fils", "fils"},
		},
	}
}
