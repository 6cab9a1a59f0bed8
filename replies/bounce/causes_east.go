package bounce

// slavic: Polish and Russian (Wirtualna Polska, Onet, Interia; Yandex, Mail.ru, Rambler).
var slavic = []group{
	{full, Mailbox, "5.2.2", []string{"skrzynka pełna", "skrzynka jest pełna", "skrzynka odbiorcy jest pełna", "skrzynka pocztowa jest pełna", "przekroczony limit", "przekroczono limit", "brak miejsca", "przepełniona", "pelna", "przekroczona quota", "przekroczona pojemność",
		"ящик переполнен", "почтовый ящик переполнен", "почтовый ящик получателя переполнен", "переполнен", "превышена квота", "квота превышена", "недостаточно места", "нет места", "закончилось место", "превышен лимит"}},
	{dead, Dead, "5.1.1", []string{"nieznany użytkownik", "nieznany uzytkownik", "użytkownik nieznany", "nieznany odbiorca", "nieznany adresat", "nie istnieje", "nie ma takiego", "nie znaleziono", "nie został znaleziony", "nie można znaleźć", "nieprawidłowy adres", "nieprawidłowy odbiorca", "błędny adres", "adres nieznany", "konto zablokowane", "konto nieaktywne", "konto zostało usunięte", "konto usunięte", "brak takiego",
		"неизвестный пользователь", "пользователь не найден", "пользователь неизвестен", "пользователя не существует", "не существует", "не существуют", "не найден", "не найдена", "неверный адрес", "недействительный адрес", "неправильный адрес", "адрес не существует", "нет такого", "такого пользователя нет", "ящик отключен", "ящик заблокирован", "аккаунт удален", "аккаунт удалён", "почтовый ящик недоступен", "ящик удален", "ящик удалён", "неизвестный получатель", "получатель неизвестен", "получатель не найден", "учетная запись отключена"}},
	{dead, Dead, "5.1.2", []string{"nieznana domena", "domena nie istnieje", "nieznany host", "домен не найден", "домен не существует", "неизвестный домен", "неизвестный хост", "несуществующий домен"}},
	{blocked, Blocked, "5.7.1", []string{"odmowa dostępu", "brak uprawnień", "zablokowan", "odrzucon", "доступ запрещен", "доступ запрещён", "заблокирован", "отклонен", "отклонён", "отказано", "в черном списке", "нет разрешения"}},
	{content, Content, "5.3.4", []string{"wiadomość jest zbyt duża", "zbyt duża", "przekracza rozmiar", "слишком большое", "слишком велико", "размер письма", "превышает максимальный размер", "похоже на спам", "спам"}},
	{temporary, Temporary, "4.4.7", []string{"tymczasowo", "przekroczono czas", "połączenie odrzucone", "chwilowo", "временно", "истекло время", "превышено время", "соединение", "не отвечает", "временная ошибка"}},
}

// turkish: Turkcell, TTNet, Exchange set to Turkish.
var turkish = []group{
	{full, Mailbox, "5.2.2", []string{"posta kutusu dolu", "kotası dolu", "kota aşıldı", "kotasını aştı", "kutusu doludur", "gelen kutusu dolu"}},
	{dead, Dead, "5.1.1", []string{"bilinmeyen kullanıcı", "kullanıcı bulunamadı", "böyle bir kullanıcı yok", "alıcı bulunamadı", "adres bulunamadı", "geçersiz adres", "geçersiz alıcı", "bulunamadı", "mevcut değil", "kullanıcı yok"}},
	{dead, Dead, "5.1.2", []string{"bilinmeyen etki alanı", "alan adı bulunamadı", "bilinmeyen sunucu"}},
	{blocked, Blocked, "5.7.1", []string{"erişim engellendi", "engellendi", "reddedildi", "yetkiniz yok", "izin verilmiyor"}},
	{content, Content, "5.3.4", []string{"ileti çok büyük", "çok büyük", "boyut sınırı"}},
	{temporary, Temporary, "4.4.7", []string{"geçici olarak", "zaman aşımı", "yanıt vermiyor"}},
}

// eastAsian: Japanese (docomo, au, SoftBank, Nifty, OCN, Biglobe, Domino and Exchange
// set to Japanese), Chinese (QQ, NetEase, Sina, Coremail), Korean (Naver, Daum).
// Their words have no spaces, so they are kept short.
var eastAsian = []group{
	{full, Mailbox, "5.2.2", []string{"メールボックスがいっぱい", "メールボックスが一杯", "受信箱がいっぱい", "メールボックスの容量", "容量を超え", "容量が不足", "いっぱいです", "容量オーバー", "満杯", "ディスク容量", "メールボックスがオーバー", "クォータ",
		"邮箱已满", "郵箱已滿", "信箱已滿", "空间不足", "空間不足", "容量不足", "邮箱空间", "超出配额", "邮箱容量", "信箱空間", "邮箱满", "收件箱已满", "메일함이 가득", "편지함이 가득", "용량을 초과", "용량이 초과", "용량 초과", "용량이 부족"}},
	{dead, Dead, "5.1.1", []string{"宛先不明", "あて先不明", "宛先ユーザ", "あて先ユーザ", "宛先が見つかりません", "あて先が見つかりません", "宛先メールアドレスが", "存在しません", "存在しない", "見つかりません", "見つかりませんでした", "ユーザーが不明", "ユーザ不明", "不明なユーザ", "アドレスが間違", "アドレスに誤り", "無効なアドレス", "アドレスが正しくありません", "該当するユーザ", "メールアドレスは使われて", "使用されておりません", "使われておりません", "登録されていません", "アドレス帳に登録されて", "公開アドレス帳", "リストにありません", "受信者が見つかり",
		"不存在", "无此用户", "無此用戶", "查无此人", "查無此人", "用户不存在", "收件人不存在", "邮箱地址不存在", "地址错误", "地址錯誤", "地址无效", "地址無效", "未找到", "找不到", "无效的收件人", "用户被锁定", "已被禁用", "帐号已停用", "账号已注销", "收件人地址拼写错误", "존재하지 않는", "존재하지 않습니다", "찾을 수 없", "없는 사용자", "수신자를 찾", "잘못된 주소", "휴면"}},
	{dead, Dead, "5.1.2", []string{"ドメインが存在", "ドメインが見つかりません", "ホストが見つかりません", "ホスト名が", "域名不存在", "找不到域", "域名解析失败", "网域不存在", "도메인을 찾", "도메인이 존재"}},
	{blocked, Blocked, "5.7.1", []string{"受信拒否", "受信を拒否", "拒否されました", "拒否しました", "許可されていません", "権限がありません", "拒绝", "拒絕", "被拒收", "黑名单", "黑名單", "没有权限", "無權", "수신거부", "수신 거부", "차단", "거부되었"}},
	{content, Content, "5.3.4", []string{"サイズが大き", "サイズが制限", "サイズを超え", "最大サイズ", "迷惑メール", "ウイルス", "邮件过大", "郵件過大", "邮件太大", "大小超过", "垃圾邮件", "病毒", "너무 큽니다", "크기를 초과", "스팸"}},
	{temporary, Temporary, "4.4.7", []string{"一時的", "タイムアウト", "時間切れ", "接続できません", "応答がありません", "再送", "暂时", "暫時", "连接超时", "連線逾時", "超时", "无法连接", "일시적", "시간 초과", "연결할 수 없"}},
}
