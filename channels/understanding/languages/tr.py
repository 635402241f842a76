"""Turkish, as it is texted in the Netherlands: often without the dots, hooks and cedillas, which folding ignores."""

from __future__ import annotations

from channels.understanding.lexicon import Lexicon, NumberWords, ServiceWord, phrases, spellings

WORDS = Lexicon(
    numbers=NumberWords(
        ones=spellings("sıfır, bir, iki, üç, dört, beş, altı, yedi, sekiz, dokuz"),
        teens=spellings("on, onbir, oniki, onüç, ondört, onbeş, onaltı, onyedi, onsekiz, ondokuz"),
        tens=spellings("yirmi, otuz, kırk, elli, altmış, yetmiş, seksen, doksan"),
        hundred=phrases("yüz"),
        thousand=phrases("bin"),
        ordinals=spellings(
            "birinci ilk birincisi ilki, ikinci ikincisi, üçüncü üçüncüsü, dördüncü dördüncüsü",
            "beşinci, altıncı, yedinci, sekizinci, dokuzuncu, onuncu, onbirinci",
            "onikinci",
        ),
        ordinal_endings=phrases("inci, nci, ncı, uncu, üncü, ıncı, ncu, ncü, si, sı"),
    ),
    yes=phrases(
        "evet, e, evt, evet evet, evet lütfen, evet tabii, evet tabi, evet tabiki, evet elbette, tabii, tabi, tabiki",
        "tabii ki, tabi ki, elbette, kesinlikle, evet kesinlikle, olur, evet olur, tamam, evet tamam, tmm, peki",
        "hay hay, isterim, evet isterim, istiyorum, evet istiyorum, memnuniyetle, seve seve, doğru, evet doğru, aynen",
        "öyle, he, evet teşekkürler, katılıyorum, onaylıyorum, kabul, kabul ediyorum, var, ok, okey",
        "hı hı, hıhı, tabii canım, hayhay, tabi canım",
    ),
    no=phrases(
        "hayır, h, hyr, hayır hayır, hayır teşekkürler, hayır teşekkür ederim, hayır sağol, hayır sağ olun, yok, yo",
        "yoo, olmaz, hayır olmaz, istemem, hayır istemem, istemiyorum, hayır istemiyorum, kesinlikle hayır",
        "tabii ki hayır, tabi ki hayır, elbette hayır, asla, asla olmaz, hiç, pek değil, hayır pek değil",
        "yanlış, doğru değil, katılmıyorum, kabul etmiyorum, hiç istemem, gerek yok, hayır gerek yok, yok teşekkürler",
        "yok sağol, tercih etmem, istemezdim, sanmıyorum, hayır sanmıyorum",
        "kesinlikle istemiyorum, ilgilenmiyorum, teşekkürler hayır, hayır lütfen",
    ),
    negations=phrases(
        "değil, yok, hiç, hiçbir, asla, olmaz, istemiyorum, istemem, hariç, hayır, olmasın, ne de, dışında",
    ),
    unsure=phrases(
        "belki, bilmem, bilmiyorum, bilmiyom, emin değilim, kararsızım, fark etmez, farketmez, olabilir, bazen",
        "duruma göre, duruma bağlı, fikrim yok, bir fikrim yok, sanırım, galiba, herhalde, kısmen, biraz",
        "hem evet hem hayır, evet ve hayır, evet de hayır da, bence, ne bileyim, neden olmasın, sorun yok, sorun değil",
        "problem yok, fark yok, mı, mu",
        "evet hayır, hayır evet, hayır değil, evet değil, hayır demem, istemiyor değilim, değilim, belki evet",
        "belki hayır",
    ),
    skip=phrases(
        "atla, geç, geçelim, geçiyorum, atlıyorum, atlamak istiyorum, geçmek istiyorum, soruyu atla, bu soruyu atla",
        "bu soruyu geç, soruyu geç, bunu geç, bunu atla, lütfen atla, atla lütfen, geç lütfen, sonraki, sonraki soru",
        "sıradaki, sıradaki soru, cevap yok, cevap vermek istemiyorum, cevaplamak istemiyorum, yanıt yok",
        "söylemek istemiyorum, pas, pas geç",
        "atlayın, geçin, geçiniz, boş bırak, boş bırakın, boş, cevap vermiyorum, söylemem, bu soruyu atlayın",
        "bu soruyu geçin, bunu geçin",
    ),
    none=phrases("hiçbiri, hiç biri, hiçbirisi, hiç birisi, hiçbir şey, bunların hiçbiri, hiçbiri değil, yok, hiç"),
    all_of_them=phrases("hepsi, hepsini, tümü, bütün, hepsi birden, tamamı, her ikisi, ikisi de, her ikisi de, üçü de"),
    inexact=phrases(
        "yaklaşık, aşağı yukarı, civarı, civarında, kadar, neredeyse, nerdeyse, arası, arasında, en az, en fazla",
        "en çok, fazla, az, üstü, üzeri, üzerinde, altında, birkaç, birkaç tane, bir kaç, küsur, filan, falan",
        "ortalama, tahminen, buçuk, yarım, çeyrek, sularında, çok, daha fazla, daha az, veya daha fazla, onlarca",
        "yüzlerce, binlerce, li yaşlarda, yaşlarında, düzine",
        "yakın, üstünde, lerinde, larında, den büyük",
    ),
    fillers=phrases(
        "ben, biz, bana, bize, benim, bizim, istiyorum, isterim, istiyoruz, isterdim, seçiyorum, seçerim, seçtim",
        "alayım, olsun, lütfen, teşekkürler, teşekkür, ederim, sağol, sağolun, seçenek, seçeneği, şık, şıkkı, numara",
        "numaralı, no, cevap, cevabım, yanıt, yanıtım, olan, olanı, bu, şu, o, ve, için, bir, tane, adet, kez, kere",
        "defa, yaş, yaşında, yaşındayım, yaşım, yıl, yaşım var, posta, kodu, kodum, postakodu, de, da, şey, ıı, eee",
        "hmm, işte, tercih, ediyorum, rakam, sayı, tuş, harf, puan, veriyorum, verdim",
        "artık, sadece, yalnız, yalnızca",
    ),
    articles=phrases("bir"),
    or_words=phrases("veya, ya da, yada, yahut"),
    list_words=phrases("ve, ile, artı, veya, ya da, yada, bir de, ayrıca"),
    last=phrases("son, sonuncu, en son, sonuncusu, en alttaki"),
    polite=phrases(
        "lütfen, teşekkürler, teşekkür ederim, sağol, sağ olun, artık, şimdi",
    ),
    intensifiers=phrases(
        "çok, gayet, son derece, aşırı, gerçekten, epey",
    ),
    up_to=phrases(
        "den, dan, kadar",
    ),
    both=phrases(
        "her ikisi, ikisi de, her ikisi de",
    ),
    service={
        ServiceWord.HELP: phrases(
            "yardım, imdat, bilgi, yardım et, yardım edin, yardım lütfen, bana yardım edin",
            "anlamadım, anlamıyorum, nasıl çalışıyor, bu nasıl çalışıyor, ne yapmalıyım, ne yapacağım",
            "yardıma ihtiyacım var, yardımcı olun",
        ),
        ServiceWord.STOP: phrases(
            "dur, durdur, iptal, ret, bitir, bırak, çık, çıkış, stop, son ver, abonelikten çık, durmak istiyorum",
            "iptal et, bitirmek istiyorum, mesaj istemiyorum",
            "mesaj göndermeyin, artık mesaj göndermeyin, mesaj atmayın, bana mesaj atmayın, yazmayın",
            "bana yazmayın, sms göndermeyin, mesajları durdur, mesaj istemem, listeden çıkar, beni çıkarın",
            "mesaj gönderme",
        ),
        ServiceWord.START: phrases("başla, başlat, yeniden başla, devam et"),
        ServiceWord.BACK: phrases("geri, geri dön, önceki, önceki soru, geri git, bir geri"),
        ServiceWord.LANGUAGE: phrases("dil, diller, dil değiştir, başka dil, dil seç, lisan"),
        ServiceWord.STATUS: phrases("durum, durumu, son durum"),
        ServiceWord.WITHDRAW: phrases("geri çek, geri al, geri çekmek istiyorum, geri çekiyorum, cevaplarımı sil"),
        ServiceWord.REPEAT: phrases(
            "tekrar, tekrarla, tekrar et, tekrar lütfen, bir daha, yeniden, bir daha söyle",
            "tekrar söyle, soruyu tekrarla, tekrar söyler misin, tekrar söyler misiniz, tekrar edin",
            "anlaşılmadı tekrar",
        ),
    },
    join=phrases(
        "katıl, katılıyorum, katılmak, katılmak istiyorum, katılım, katılayım, ben de varım",
        "ben katılmak istiyorum, ben de katılmak istiyorum, katılmak isterim, ben katılıyorum",
    ),
    greetings=phrases(
        "merhaba, merhabalar, mrb, selam, selamlar, slm, günaydın, iyi günler, iyi akşamlar, iyi sabahlar",
        "hayırlı günler, selamünaleyküm, selamun aleyküm, selamun aleykum, sa, alo",
        "iyi geceler, herkese merhaba, selam herkese",
    ),
)
