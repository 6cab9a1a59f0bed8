package templates

// The words of the languages of the south; see words.

func french() *words {
	return &words{
		and: "et", more: "autres", due: "échéance", columns: [3]string{"Facture", "Échéance", "À payer"}, together: "Total",
		today: "aujourd'hui", tomorrow: "demain", yesterday: "hier", inDays: [2]string{"dans ", " jours"}, daysAgo: [2]string{"il y a ", " jours"},
		months:   [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		with:     "et", comma: ",",
		currencies: map[string]units{
			"EUR": {"euro", "euros", "centime", "centimes"}, "GBP": {"livre sterling", "livres sterling", "penny", "pence"}, "USD": {"dollar", "dollars", "cent", "cents"},
			"CHF": {"franc suisse", "francs suisses", "centime", "centimes"}, "CAD": {"dollar canadien", "dollars canadiens", "cent", "cents"},
			"AUD": {"dollar australien", "dollars australiens", "cent", "cents"}, "NZD": {"dollar néo-zélandais", "dollars néo-zélandais", "cent", "cents"},
			"JPY": {one: "yen", more: "yens"}, "BRL": {"real brésilien", "réaux brésiliens", "centavo", "centavos"}, "MXN": {"peso mexicain", "pesos mexicains", "centavo", "centavos"},
			"SEK": {"couronne suédoise", "couronnes suédoises", "öre", "öre"}, "NOK": {"couronne norvégienne", "couronnes norvégiennes", "øre", "øre"}, "DKK": {"couronne danoise", "couronnes danoises", "øre", "øre"},
			"PLN": {"zloty", "zlotys", "grosz", "groszy"}, "INR": {"roupie indienne", "roupies indiennes", "paisa", "paise"}, "KWD": {"dinar koweïtien", "dinars koweïtiens", "fils", "fils"},
		},
	}
}

func spanish() *words {
	return &words{
		and: "y", more: "más", due: "vencimiento", columns: [3]string{"Factura", "Vencimiento", "Pendiente"}, together: "Total",
		today: "hoy", tomorrow: "mañana", yesterday: "ayer", inDays: [2]string{"dentro de ", " días"}, daysAgo: [2]string{"hace ", " días"},
		months:   [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		weekdays: [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
		with:     "con", comma: ",",
		currencies: map[string]units{
			"EUR": {"euro", "euros", "céntimo", "céntimos"}, "GBP": {"libra esterlina", "libras esterlinas", "penique", "peniques"}, "USD": {"dólar", "dólares", "centavo", "centavos"},
			"CHF": {"franco suizo", "francos suizos", "céntimo", "céntimos"}, "CAD": {"dólar canadiense", "dólares canadienses", "centavo", "centavos"},
			"AUD": {"dólar australiano", "dólares australianos", "centavo", "centavos"}, "NZD": {"dólar neozelandés", "dólares neozelandeses", "centavo", "centavos"},
			"JPY": {one: "yen", more: "yenes"}, "BRL": {"real brasileño", "reales brasileños", "centavo", "centavos"}, "MXN": {"peso mexicano", "pesos mexicanos", "centavo", "centavos"},
			"SEK": {"corona sueca", "coronas suecas", "öre", "öre"}, "NOK": {"corona noruega", "coronas noruegas", "øre", "øre"}, "DKK": {"corona danesa", "coronas danesas", "øre", "øre"},
			"PLN": {"esloti", "eslotis", "grosz", "groszy"}, "INR": {"rupia india", "rupias indias", "paisa", "paisas"}, "KWD": {"dinar kuwaití", "dinares kuwaitíes", "fils", "fils"},
		},
	}
}

func portuguese() *words {
	return &words{
		and: "e", more: "outras", due: "vencimento em", columns: [3]string{"Fatura", "Vencimento", "Em aberto"}, together: "Total",
		today: "hoje", tomorrow: "amanhã", yesterday: "ontem", inDays: [2]string{"em ", " dias"}, daysAgo: [2]string{"há ", " dias"},
		months:   [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		weekdays: [7]string{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
		with:     "e", comma: ",",
		currencies: map[string]units{
			"EUR": {"euro", "euros", "centavo", "centavos"}, "GBP": {"libra", "libras", "centavo", "centavos"}, "USD": {"dólar", "dólares", "centavo", "centavos"},
			"CHF": {"franco suíço", "francos suíços", "centavo", "centavos"}, "CAD": {"dólar canadense", "dólares canadenses", "centavo", "centavos"},
			"AUD": {"dólar australiano", "dólares australianos", "centavo", "centavos"}, "NZD": {"dólar neozelandês", "dólares neozelandeses", "centavo", "centavos"},
			"JPY": {one: "iene", more: "ienes"}, "BRL": {"real", "reais", "centavo", "centavos"}, "MXN": {"peso mexicano", "pesos mexicanos", "centavo", "centavos"},
			"SEK": {"coroa sueca", "coroas suecas", "öre", "öre"}, "NOK": {"coroa norueguesa", "coroas norueguesas", "øre", "øre"}, "DKK": {"coroa dinamarquesa", "coroas dinamarquesas", "øre", "øre"},
			"PLN": {"zloty", "zlotys", "grosz", "groszy"}, "INR": {"rupia indiana", "rupias indianas", "paisa", "paisas"}, "KWD": {"dinar kuwaitiano", "dinares kuwaitianos", "fils", "fils"},
		},
	}
}

func italian() *words {
	return &words{
		and: "e", more: "altre", due: "scadenza", columns: [3]string{"Fattura", "Scadenza", "Da pagare"}, together: "Totale",
		today: "oggi", tomorrow: "domani", yesterday: "ieri", inDays: [2]string{"tra ", " giorni"}, daysAgo: [2]string{"", " giorni fa"},
		months:   [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
		weekdays: [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
		with:     "e", comma: ",",
		currencies: map[string]units{
			"EUR": {"euro", "euro", "centesimo", "centesimi"}, "GBP": {"sterlina", "sterline", "penny", "pence"}, "USD": {"dollaro", "dollari", "centesimo", "centesimi"},
			"CHF": {"franco svizzero", "franchi svizzeri", "centesimo", "centesimi"}, "CAD": {"dollaro canadese", "dollari canadesi", "centesimo", "centesimi"},
			"AUD": {"dollaro australiano", "dollari australiani", "centesimo", "centesimi"}, "NZD": {"dollaro neozelandese", "dollari neozelandesi", "centesimo", "centesimi"},
			"JPY": {one: "yen", more: "yen"}, "BRL": {"real brasiliano", "real brasiliani", "centavo", "centavos"}, "MXN": {"peso messicano", "pesos messicani", "centavo", "centavos"},
			"SEK": {"corona svedese", "corone svedesi", "öre", "öre"}, "NOK": {"corona norvegese", "corone norvegesi", "øre", "øre"}, "DKK": {"corona danese", "corone danesi", "øre", "øre"},
			"PLN": {"zloty", "zloty", "grosz", "groszy"}, "INR": {"rupia indiana", "rupie indiane", "paisa", "paise"}, "KWD": {"dinaro kuwaitiano", "dinari kuwaitiani", "fils", "fils"},
		},
	}
}
