@echo off
rem Builds once, and again when a source or the flags have changed since the last build; then starts the program.
rem   SRUM_BUILD_FLAGS is passed to the build.
setlocal
where dotnet >nul 2>nul || (echo srum needs the .NET 10 SDK: dotnet was not found on the PATH. 1>&2 & exit /b 1)
set "SELF=%~f0"
set "ROOT="
set "NOW="
rem The clone's folder, also where this is a link to it; and its sources' names, sizes and times, compared as a whole:
rem a time that lies in the future is not later every time, and a file that is gone is noticed.
set "LOOK=$f=Get-Item -LiteralPath $env:SELF;"
set "LOOK=%LOOK% while ($f.LinkType -eq 'SymbolicLink') { $t=@($f.Target)[0];"
set "LOOK=%LOOK% if (-not [IO.Path]::IsPathRooted($t)) { $t=Join-Path $f.DirectoryName $t };"
set "LOOK=%LOOK% $f=Get-Item -LiteralPath $t }; $r=$f.DirectoryName;"
set "LOOK=%LOOK% $s=@(Get-ChildItem -LiteralPath (Join-Path $r 'src') -Recurse -File);"
set "LOOK=%LOOK% $s+=@(Get-ChildItem -LiteralPath $r -File |"
set "LOOK=%LOOK% Where-Object { $_.Name -like 'Directory.*' -or $_.Name -eq 'global.json' });"
set "LOOK=%LOOK% $l=@($s | Sort-Object FullName | ForEach-Object {"
set "LOOK=%LOOK% $_.FullName.Substring($r.Length) + ' ' + $_.Length + ' ' + $_.LastWriteTimeUtc.Ticks }) -join ';';"
rem And what it was built with: a program for another device is another program.
set "LOOK=%LOOK% $l+=$env:SRUM_BUILD_FLAGS;"
set "LOOK=%LOOK% $b=[Text.Encoding]::UTF8.GetBytes($l); $h=[Security.Cryptography.SHA256]::Create().ComputeHash($b);"
set "LOOK=%LOOK% [BitConverter]::ToString($h) + [char]124 + $r"
rem In UTF-8 for the answer: the console's own code page may lack letters of the folder's name.
set "PAGE="
for /f "tokens=2 delims=:." %%C in ('chcp') do set "PAGE=%%C"
chcp 65001 >nul
for /f "tokens=1* delims=|" %%A in ('powershell -NoProfile -Command "Invoke-Expression $env:LOOK"') do (
    set "NOW=%%A"
    set "ROOT=%%B"
)
if defined PAGE chcp %PAGE% >nul
if not defined ROOT (echo The folder of "%SELF%" could not be read: is powershell on the PATH? 1>&2 & exit /b 1)
set "PROGRAM=%ROOT%\artifacts\bin\Srum.Cli\release\Srum.Cli.dll"
set "STAMP=%ROOT%\artifacts\srum.stamp"
set "WAS="
if exist "%STAMP%" set /p WAS=<"%STAMP%"
if exist "%PROGRAM%" if "%NOW%"=="%WAS%" goto start
echo Building srum (once) ... 1>&2
rem In the clone's folder: its global.json says which SDK builds it, not that of the folder one works in.
pushd "%ROOT%" || exit /b 1
dotnet build src\Srum.Cli -c Release --nologo -v quiet %SRUM_BUILD_FLAGS% 1>&2 || (
    popd
    echo The build failed: the messages above tell why. 1>&2
    exit /b 1
)
popd
>"%STAMP%" echo %NOW%
:start
dotnet "%PROGRAM%" %*
exit /b %ERRORLEVEL%
