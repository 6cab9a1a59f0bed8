package bounce

// german: GMX, web.de, T-Online, 1&1, Exchange and Domino set to German.
var german = []group{
	{full, Mailbox, "5.2.2", []string{
		"postfach ist voll", "postfach voll", "postfach des empfängers ist voll", "mailbox ist voll", "mailbox voll", "speicherplatz", "kontingent überschritten", "quota überschritten",
		"postfach hat die", "postfach hat das", "postfachspeicher", "speicherlimit", "postfachs ist erschöpft", "überschreitet das", "maximale größe des postfachs",
	}},
	{dead, Dead, "5.1.1", []string{
		"unbekannter empfänger", "empfänger unbekannt", "unbekannter benutzer", "benutzer unbekannt", "benutzer nicht gefunden", "empfänger nicht gefunden", "empfänger wurde nicht gefunden",
		"adresse existiert nicht", "existiert nicht", "existieren nicht", "empfänger existiert", "postfach existiert", "nicht gefunden", "konnte nicht gefunden", "wurde nicht gefunden", "unbekannte adresse", "adresse ist unbekannt", "adresse unbekannt", "ist nicht bekannt", "kein solcher benutzer", "kein benutzer", "nicht mehr gültig", "ungültige adresse",
		"ungültige e-mail", "ungültiger empfänger", "nicht vorhanden", "postfach nicht verfügbar", "konto ist deaktiviert", "konto deaktiviert", "postfach deaktiviert", "postfach wurde gelöscht", "existiert auf diesem server nicht", "nicht zustellbar an diese adresse", "ist unbekannt", "nicht mehr erreichbar", "nicht mehr aktiv", "nicht aufgeführt",
	}},
	{dead, Dead, "5.1.2", []string{"unbekannter host", "domain existiert nicht", "domäne wurde nicht gefunden", "unbekannte domain", "domain nicht gefunden"}},
	{blocked, Blocked, "5.7.1", []string{"nicht autorisiert", "nicht berechtigt", "zugriff verweigert", "abgelehnt", "blockiert", "gesperrt", "keine berechtigung", "richtlinie", "zurückgewiesen", "berechtigungen"}},
	{content, Content, "5.3.4", []string{"nachricht ist zu groß", "zu groß", "nachricht zu groß", "maximale größe", "nachrichtengröße"}},
	{temporary, Temporary, "4.4.7", []string{"zeitüberschreitung", "vorübergehend", "verbindung abgelehnt", "nicht erreichbar", "zeitlimit", "zustellfrist"}},
}

// french: Orange, Wanadoo, Free, SFR, La Poste, Exchange set to French.
var french = []group{
	{full, Mailbox, "5.2.2", []string{
		"boîte pleine", "boite pleine", "boîte aux lettres est pleine", "boite aux lettres est pleine", "boîte aux lettres pleine", "boite aux lettres pleine", "boîte de réception est pleine", "quota dépassé", "quota depasse", "dépassé le quota", "depasse son quota", "dépassé son quota",
		"espace de stockage", "bal pleine", "est pleine", "capacité maximale", "dépasse le quota", "saturée",
	}},
	{dead, Dead, "5.1.1", []string{
		"adresse inconnue", "utilisateur inconnu", "destinataire inconnu", "compte inconnu", "n'existe pas", "n'existe plus", "n'existent pas", "n existe pas", "introuvable", "adresse invalide", "adresse incorrecte", "adresse erronée", "destinataire invalide", "destinataire non trouvé",
		"boîte inconnue", "boite inconnue", "compte désactivé", "compte desactive", "adresse d au moins un destinataire invalide", "adresse d'au moins un destinataire", "boîte aux lettres inexistante", "boite aux lettres inexistante", "inexistant", "compte inactif", "n'est pas valide", "n'est plus valide", "n'a pas été trouvé", "compte fermé", "compte supprimé", "mailbox desactivee", "inconnu a cette", "inconnue a cette",
	}},
	{dead, Dead, "5.1.2", []string{"domaine inconnu", "domaine inexistant", "hôte inconnu", "serveur introuvable"}},
	{blocked, Blocked, "5.7.1", []string{"refusé", "refuse pour", "accès refusé", "acces refuse", "non autorisé", "bloqué", "n'êtes pas autorisé", "service refuse", "trop de connexions", "rejeté", "pas autorisé"}},
	{content, Content, "5.3.4", []string{"trop volumineux", "message trop gros", "taille maximale", "taille du message", "trop grand"}},
	{temporary, Temporary, "4.4.7", []string{"délai dépassé", "délai expiré", "temporairement", "connexion refusée", "délai d'attente", "ne répond pas"}},
}

// spanish: Telefónica, Terra and Exchange set to Spanish.
var spanish = []group{
	{full, Mailbox, "5.2.2", []string{"buzón lleno", "buzon lleno", "buzón está lleno", "buzón de correo lleno", "buzón del destinatario está lleno", "cuota excedida", "excedido la cuota", "ha superado su cuota", "espacio insuficiente", "buzón de entrada lleno", "está lleno", "esta lleno", "excedió la cuota", "cuota superada", "excede la cuota"}},
	{dead, Dead, "5.1.1", []string{
		"usuario desconocido", "destinatario desconocido", "usuario inexistente", "usuario no existe", "no existe", "no existen", "dirección desconocida", "direccion desconocida", "dirección no válida", "dirección no encontrada", "no se encontró", "no se encontro", "no se ha encontrado", "no se ha podido encontrar", "no encontrado",
		"cuenta desconocida", "cuenta inexistente", "cuenta desactivada", "cuenta cancelada", "buzón desconocido", "destinatario no válido", "dirección incorrecta", "dirección inválida", "cuenta deshabilitada", "no fue encontrado", "no pudo ser encontrad", "cuenta inactiva",
	}},
	{dead, Dead, "5.1.2", []string{"dominio desconocido", "dominio inexistente", "host desconocido", "servidor desconocido", "dominio no existe"}},
	{blocked, Blocked, "5.7.1", []string{"acceso denegado", "no autorizado", "no está autorizado", "bloqueado", "lista negra", "rechazado por", "sin permiso", "no tiene permiso"}},
	{content, Content, "5.3.4", []string{"mensaje demasiado grande", "demasiado grande", "tamaño máximo", "tamaño del mensaje"}},
	{temporary, Temporary, "4.4.7", []string{"tiempo de espera", "temporalmente", "conexión rechazada", "tiempo agotado", "no responde"}},
}

// portuguese: UOL, Terra, Locaweb, Exchange set to Portuguese.
var portuguese = []group{
	{full, Mailbox, "5.2.2", []string{"caixa postal cheia", "caixa cheia", "caixa de correio cheia", "caixa de correio está cheia", "caixa de entrada cheia", "caixa de entrada está cheia", "quota excedida", "cota excedida", "excedeu a quota", "excedeu a cota", "está cheia", "esta cheia", "sem espaço", "quota ultrapassada", "limite de espaço"}},
	{dead, Dead, "5.1.1", []string{
		"usuário desconhecido", "usuario desconhecido", "utilizador desconhecido", "destinatário desconhecido", "não existe", "nao existe", "não existem", "endereço inexistente", "usuário inexistente", "usuario inexistente", "conta inexistente", "conta desativada", "caixa postal inexistente", "não encontrado", "nao encontrado", "não foi encontrado", "não pôde ser encontrado", "não foi possível encontrar", "endereço inválido", "endereco invalido", "endereço desconhecido", "destinatário inválido", "conta cancelada", "conta inativa", "destinatário inexistente",
	}},
	{dead, Dead, "5.1.2", []string{"domínio desconhecido", "dominio desconhecido", "domínio inexistente", "domínio não encontrado", "host desconhecido"}},
	{blocked, Blocked, "5.7.1", []string{"acesso negado", "não autorizado", "bloqueado", "rejeitado por", "não tem permissão"}},
	{content, Content, "5.3.4", []string{"mensagem muito grande", "muito grande", "tamanho máximo", "tamanho da mensagem"}},
	{temporary, Temporary, "4.4.7", []string{"tempo esgotado", "temporariamente", "conexão recusada", "tempo limite", "não responde"}},
}

// italian: Libero, Alice, Tiscali, Aruba, Exchange set to Italian.
var italian = []group{
	{full, Mailbox, "5.2.2", []string{"casella piena", "casella di posta piena", "casella è piena", "casella e' piena", "mailbox piena", "la casella di posta è piena", "quota superata", "superato la quota", "spazio esaurito", "spazio insufficiente", "è piena", "casella postale piena", "superato il limite"}},
	{dead, Dead, "5.1.1", []string{
		"utente sconosciuto", "destinatario sconosciuto", "utente inesistente", "utente non trovato", "indirizzo sconosciuto", "indirizzo inesistente", "indirizzo non valido", "indirizzo errato", "non esiste", "inesistente", "sconosciuto", "casella inesistente", "casella sconosciuta", "casella disabilitata", "casella disattivata", "destinatario non valido", "destinatario non trovato", "non trovato", "non è stato trovato", "non e' valido", "account disattivato", "account disabilitato", "impossibile trovare", "account inesistente",
	}},
	{dead, Dead, "5.1.2", []string{"dominio sconosciuto", "host sconosciuto", "dominio inesistente"}},
	{blocked, Blocked, "5.7.1", []string{"accesso negato", "non autorizzato", "bloccato", "rifiutato", "non dispone dell'autorizzazione", "non è autorizzato"}},
	{content, Content, "5.3.4", []string{"messaggio troppo grande", "troppo grande", "dimensione massima", "dimensioni del messaggio"}},
	{temporary, Temporary, "4.4.7", []string{"tempo scaduto", "temporaneamente", "connessione rifiutata", "non raggiungibile", "timeout scaduto", "non risponde"}},
}

// dutch: KPN, Ziggo, XS4ALL, Exchange set to Dutch.
var dutch = []group{
	{full, Mailbox, "5.2.2", []string{"mailbox is vol", "mailbox vol", "postvak is vol", "postvak vol", "postbus is vol", "quotum overschreden", "quota overschreden", "onvoldoende ruimte", "opslagruimte", "postvak van de ontvanger is vol", "postvak in van de geadresseerde is vol"}},
	{dead, Dead, "5.1.1", []string{"onbekende gebruiker", "gebruiker onbekend", "onbekende ontvanger", "ontvanger onbekend", "bestaat niet", "bestaan niet", "niet gevonden", "onbekend adres", "adres onbekend", "adres is onbekend", "ongeldig adres", "ongeldig e-mailadres", "ongeldige ontvanger", "niet meer in gebruik", "bestaat niet meer", "geadresseerde onbekend", "account is opgeheven", "is niet bekend"}},
	{dead, Dead, "5.1.2", []string{"onbekend domein", "domein bestaat niet", "onbekende host", "domein niet gevonden"}},
	{blocked, Blocked, "5.7.1", []string{"toegang geweigerd", "geweigerd", "geblokkeerd", "niet gemachtigd", "geen toestemming", "niet toegestaan"}},
	{content, Content, "5.3.4", []string{"bericht is te groot", "te groot", "maximale grootte"}},
	{temporary, Temporary, "4.4.7", []string{"time-out", "tijdelijk", "verbinding geweigerd", "niet bereikbaar"}},
}

// nordic: Swedish and Danish, with the Norwegian that reads the same.
var nordic = []group{
	{full, Mailbox, "5.2.2", []string{"brevlådan är full", "brevlåda är full", "inkorgen är full", "postlådan är full", "kvoten har överskridits", "postkassen er fuld", "postkasse er fuld", "indbakken er fuld", "postkassen er full", "innboksen er full", "kvoten er overskredet", "lagringskvot"}},
	{dead, Dead, "5.1.1", []string{"okänd användare", "användaren finns inte", "okänd mottagare", "mottagaren finns inte", "finns inte", "hittades inte", "kunde inte hittas", "gick inte att hitta", "okänd adress", "ogiltig adress", "ogiltig mottagare", "ukendt bruger", "ukendt modtager", "findes ikke", "blev ikke fundet", "kunne ikke findes", "ukendt adresse", "ugyldig adresse", "ukjent bruker", "ukjent mottaker", "finnes ikke", "ble ikke funnet"}},
	{dead, Dead, "5.1.2", []string{"okänd domän", "domänen finns inte", "ukendt domæne", "domænet findes ikke", "okänd värd"}},
	{blocked, Blocked, "5.7.1", []string{"åtkomst nekad", "adgang nægtet", "blockerad", "blokeret", "inte behörig", "ikke tilladt", "avvisades", "afvist"}},
	{content, Content, "5.3.4", []string{"meddelandet är för stort", "för stort", "meddelelsen er for stor", "for stor"}},
	{temporary, Temporary, "4.4.7", []string{"tillfälligt", "midlertidig", "tidsgränsen", "anslutningen nekades", "svarar inte", "svarer ikke"}},
}
